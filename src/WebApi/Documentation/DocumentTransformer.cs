using DealInsights.WebApi.V2;
using DealInsights.WebApi.V3;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace DealInsights.WebApi.Documentation;

/// <summary>Says what a document describes and where the service is found.</summary>
/// <param name="described">The document.</param>
internal sealed class DocumentTransformer(ApiDocument described) : IOpenApiDocumentTransformer
{
    private const string Errors = "Every error is an RFC 9457 problem document with a `traceId`.";

    private static readonly Dictionary<string, string> Descriptions = new Dictionary<string, string>
    {
        [V2Api.Version] =
            "What a seller asks about a deal: who owns it and how active it is, what worries the buyer, what was said in "
            + "the last meetings, and who is at the table and may decide. A deal that is not stored is answered with 200 "
            + $"and the operation's \"no data\" form. Query parameters that are not named here are ignored. {Errors}",
        [V3Api.Version] =
            "Which deals there are, what is recorded of each, what worries the buyer, what was said in the last meetings, "
            + "and who is at the table and may decide; with where each insight comes from, how fresh it is, and its "
            + "evidence. Times are ISO 8601 in UTC; a day that was recorded without a time is its midnight. Every answer "
            + $"that can be asked for again has an `ETag`. {Errors}",
    };

    private static readonly Dictionary<string, string> Tags = new Dictionary<string, string>
    {
        ["Concerns"] = "What worries the buyer.",
        ["Deals"] = "Who owns a deal, where it stands and how active it is.",
        ["Health"] = "Whether the API is up.",
        ["Meetings"] = "What was said in the last meetings.",
        ["Overview"] = "What was said in the last meetings, with evidence.",
        ["Privacy"] = "Who read what, and how a deal is removed; for admins.",
        ["Stakeholders"] = "Who is at the table and may decide.",
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
        // Where the document was found, whatever name and scheme led there; and the same in the files that are kept.
        document.Servers = [new OpenApiServer { Url = "/", Description = "Where this document was found." }];
        document.Tags = (document.Tags ?? new HashSet<OpenApiTag>())
            .OrderBy(tag => tag.Name, StringComparer.Ordinal)
            .Select(tag => new OpenApiTag { Name = tag.Name, Description = Tags.GetValueOrDefault(tag.Name!) })
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
    /// In the older format <c>nullable</c> counts only beside a type, which the framework leaves out where null is one of
    /// two alternatives.
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
