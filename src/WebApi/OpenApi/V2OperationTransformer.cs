using System.Text.Json.Nodes;
using DealInsights.Domain.Deals;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace DealInsights.WebApi.OpenApi;

/// <summary>Describes the deal parameter of v2 and the headers of its insights.</summary>
internal sealed class V2OperationTransformer : IOpenApiOperationTransformer
{
    private const string Alias = "alias";

    public Task TransformAsync(
        OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        var dealNames = operation.Parameters?.OfType<OpenApiParameter>().Where(parameter => parameter.Name is "dealName" or "deal_name");
        foreach (var parameter in dealNames ?? [])
        {
            var isAlias = context.Description.ParameterDescriptions
                .Any(bound => bound.Name == parameter.Name && bound.ParameterDescriptor?.Name == Alias);
            DescribeDealName(parameter, isAlias);
            operation.Responses!["400"] = new OpenApiResponse
            {
                Description = "The name is missing, blank or too long; `errors` names the parameter.",
            };
        }

        if (operation.OperationId is "getCompanyOverview" or "getStakeholders")
        {
            ((OpenApiResponse)operation.Responses!["200"]).Headers = new Dictionary<string, IOpenApiHeader>
            {
                [InsightHeaders.Source] = OperationTransformer.Header(
                    "Who generated the insight, and whether for this response; absent without an insight.", "stored"),
                [InsightHeaders.GeneratedAt] = OperationTransformer.Header(
                    "When it was generated (its oldest part): ISO 8601, UTC; absent without an insight.",
                    "2026-03-09T14:03:21Z"),
            };
        }

        return Task.CompletedTask;
    }

    private static void DescribeDealName(OpenApiParameter parameter, bool isAlias)
    {
        // Not in the controllers: the framework matches their docstrings by C# names, which are not those of the wire.
        parameter.Description = isAlias
            ? "Another spelling of `deal_name`, used when that is absent."
            : $"The deal's name exactly as the CRM spells it; 1 to {DealName.MaxLength} characters, not blank.";
        parameter.Required = !isAlias;
        parameter.Schema = new OpenApiSchema
        {
            Type = JsonSchemaType.String,
            MinLength = 1,
            MaxLength = DealName.MaxLength,
            Pattern = @"\S",
        };
        if (!isAlias)
        {
            parameter.Example = JsonValue.Create("Acme renewal");
        }
    }
}
