using System.Text.Json.Nodes;
using DealInsights.Domain.Deals;
using DealInsights.WebApi.Errors;
using DealInsights.WebApi.Timing;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace DealInsights.WebApi.Documentation;

/// <summary>Adds what every operation on a deal has in common: its parameter, its errors, its headers, its example.</summary>
internal sealed class V2OperationTransformer : IOpenApiOperationTransformer
{
    private const string Alias = "alias";

    public async Task TransformAsync(
        OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        // A docstring's first sentence serves as a heading here.
        operation.Summary = operation.Summary?.TrimEnd('.');
        AddAnswerDetails(operation);
        if (operation.Parameters is not { Count: > 0 } parameters)
        {
            return;
        }

        foreach (var parameter in parameters.OfType<OpenApiParameter>())
        {
            var isAlias = context.Description.ParameterDescriptions
                .Any(bound => bound.Name == parameter.Name && bound.ParameterDescriptor?.Name == Alias);
            DescribeDealName(parameter, isAlias);
        }

        var problem = await context.GetOrCreateSchemaAsync(typeof(ProblemDetails), null, cancellationToken);
        context.Document!.AddComponent(nameof(ProblemDetails), problem);
        var reference = new OpenApiSchemaReference(nameof(ProblemDetails), context.Document);
        AddProblem(operation, reference, "400", "The name is missing, blank or too long; `errors` names the parameter.");
        AddProblem(operation, reference, "500", "Something went wrong on our side; quote the `traceId`.");
        var unavailable = AddProblem(
            operation, reference, "503", "The database does not answer, or too many requests are in progress.");
        unavailable.Headers = new Dictionary<string, IOpenApiHeader>
        {
            ["Retry-After"] = Header("When to ask again, in seconds.", "5"),
        };
    }

    private static void DescribeDealName(OpenApiParameter parameter, bool isAlias)
    {
        // Said here and not in the controllers: there the framework goes by C# names, which are not those of the wire.
        parameter.Description = isAlias
            ? "Another spelling of `deal_name`, used when that is absent."
            : $"The deal's name exactly as the CRM spells it; 1 to {DealName.MaxLength} characters, not blank.";
        parameter.Required = !isAlias;
        parameter.Schema = new OpenApiSchema { Type = JsonSchemaType.String, MinLength = 1, MaxLength = DealName.MaxLength };
        if (!isAlias)
        {
            parameter.Example = JsonValue.Create("Acme renewal");
        }
    }

    private static void AddAnswerDetails(OpenApiOperation operation)
    {
        if (operation.OperationId is not { } id
            || !V2Examples.ByOperation.TryGetValue(id, out var example)
            || operation.Responses?["200"] is not OpenApiResponse answer)
        {
            return;
        }

        // The formatters would also write text/json and text/plain; nobody is to generate a client for those.
        var json = answer.Content!["application/json"];
        json.Example = JsonNode.Parse(example);
        answer.Content.Clear();
        answer.Content["application/json"] = json;
        answer.Headers = new Dictionary<string, IOpenApiHeader>
        {
            [ServerTimingHeaders.ResponseTime] = Header("How long the answer took.", "12.34ms"),
            [ServerTimingHeaders.ServerTiming] = Header("Where that time went, in milliseconds.", "total;dur=12.34, db;dur=1.20"),
        };
        if (id is "getCompanyOverview" or "getStakeholders")
        {
            answer.Headers[InsightHeaders.Source] = Header(
                "Who concluded it, and whether for this answer; absent when nobody had to.", "stored");
            answer.Headers[InsightHeaders.GeneratedAt] = Header(
                "When it was concluded (the oldest part of it): ISO 8601, UTC; absent when nobody had to.",
                "2026-03-09T14:03:21Z");
        }
    }

    private static OpenApiResponse AddProblem(
        OpenApiOperation operation, OpenApiSchemaReference schema, string status, string when)
    {
        var response = new OpenApiResponse
        {
            Description = when,
            Content = new Dictionary<string, OpenApiMediaType> { [Problems.MediaType] = new OpenApiMediaType { Schema = schema } },
        };
        operation.Responses ??= [];
        operation.Responses[status] = response;

        return response;
    }

    private static OpenApiHeader Header(string description, string example) => new()
    {
        Description = description,
        Schema = new OpenApiSchema { Type = JsonSchemaType.String },
        Example = JsonValue.Create(example),
    };
}
