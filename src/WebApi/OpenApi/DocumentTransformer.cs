using DealInsights.WebApi.V2;
using DealInsights.WebApi.V3;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace DealInsights.WebApi.OpenApi;

/// <summary>Adds the title, servers and tags of a document, and sorts its paths.</summary>
/// <param name="described">The document.</param>
internal sealed class DocumentTransformer(ApiDocument described) : IOpenApiDocumentTransformer
{
    private const string Errors = "Every error is an RFC 9457 problem document with a `traceId`.";

    private static readonly Dictionary<string, string> Descriptions = new()
    {
        [V2Api.Version] =
            "Answers a seller's questions about a deal: its owner and activity, the buyer's concerns, what was said in the "
            + "latest meetings, and who may decide. For a deal that is not stored the status is 200 and the body has the "
            + $"operation's \"no data\" form. Query parameters that are not described here are ignored. {Errors}",
        [V3Api.Version] =
            "Lists deals and answers questions about each: what is recorded of it, the buyer's concerns, what was said in "
            + "the latest meetings, and who may decide. Insights carry their source, age and evidence. Times are ISO 8601 in "
            + $"UTC; a day without a time is its midnight. Responses to `GET` have an `ETag` where that is stated. {Errors}",
    };

    private static readonly Dictionary<string, string> Tags = new()
    {
        ["Concerns"] = "The buyer's concerns.",
        ["Deals"] = "Who owns a deal, where it stands and how active it is.",
        ["Health"] = "Whether the API is up.",
        ["Meetings"] = "What was said in the latest meetings.",
        ["Overview"] = "What was said in the latest meetings, with evidence.",
        ["Privacy"] = "Removal of deals and people, and the audit records; for admins.",
        ["Stakeholders"] = "The people on the buyer's side, and who of them may decide.",
    };

    public Task TransformAsync(
        OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellationToken)
    {
        document.Info = new OpenApiInfo
        {
            Title = "DealInsights API",
            Version = described.Version,
            Description = Descriptions[described.Version],
            License = new OpenApiLicense { Name = "MIT", Url = new Uri("https://opensource.org/license/mit") },
        };
        // Relative to the document, so that it is the same on every host and in docs/openapi.
        document.Servers = [new OpenApiServer { Url = "/", Description = "Where this document was found." }];
        var paths = new OpenApiPaths();
        foreach (var (path, item) in document.Paths.OrderBy(path => path.Key, StringComparer.Ordinal))
        {
            paths.Add(path, item);
        }

        document.Paths = paths;
        document.Tags = (document.Tags ?? new HashSet<OpenApiTag>())
            .OrderBy(tag => tag.Name, StringComparer.Ordinal)
            .Select(tag => new OpenApiTag { Name = tag.Name, Description = Tags.GetValueOrDefault(tag.Name!, $"{tag.Name}.") })
            .ToHashSet();

        if (described.Format == OpenApiSpecVersion.OpenApi3_0)
        {
            foreach (var schema in document.Components?.Schemas?.Values ?? [])
            {
                GiveNullAType(schema);
            }
        }

        return Task.CompletedTask;
    }

    /// <summary>
    /// OpenAPI 3.0 allows <c>nullable</c> only beside a type, which the framework omits where null is one of two
    /// alternatives.
    /// </summary>
    private static void GiveNullAType(IOpenApiSchema schema)
    {
        foreach (var alternatives in (schema.Properties?.Values ?? []).Select(property => property.OneOf))
        {
            for (var index = 0; index < alternatives?.Count; index++)
            {
                if (alternatives[index].Type == JsonSchemaType.Null)
                {
                    alternatives[index] = new OpenApiSchema
                    {
                        Type = JsonSchemaType.Object | JsonSchemaType.Null,
                        Enum = [JsonNullSentinel.JsonNull],
                    };
                }
            }
        }
    }
}
