using System.Globalization;
using System.Text.Json.Nodes;
using DealInsights.WebApi.Http;
using DealInsights.WebApi.Observability;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.OpenApi;

namespace DealInsights.WebApi.OpenApi;

/// <summary>
/// Adds what the operations of all versions have in common: errors, headers and examples. Runs after the transformers of
/// a version and keeps the errors that they described.
/// </summary>
internal sealed class OperationTransformer : IOpenApiOperationTransformer
{
    private const string Json = "application/json";

    public async Task TransformAsync(
        OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        // The docstring's first sentence serves as a heading here.
        operation.Summary = operation.Summary?.TrimEnd('.');
        operation.Responses ??= [];
        var isLimited = !context.Description.ActionDescriptor.EndpointMetadata.OfType<DisableRateLimitingAttribute>().Any();
        AddErrors(operation, isLimited);

        var problem = await context.GetOrCreateSchemaAsync(typeof(ProblemDetails), null, cancellationToken);
        context.Document!.AddComponent(nameof(ProblemDetails), problem);
        foreach (var (status, response) in operation.Responses.Select(pair => (pair.Key, (OpenApiResponse)pair.Value)))
        {
            if (status[0] is '4' or '5')
            {
                response.Content = new Dictionary<string, OpenApiMediaType>
                {
                    [Problems.MediaType] = new() { Schema = new OpenApiSchemaReference(nameof(ProblemDetails), context.Document) },
                };
            }
            else
            {
                KeepJsonOnly(response);
                AddTimingHeaders(response);
            }

            foreach (var media in response.Content?.Values ?? [])
            {
                media.Example ??= OperationExamples.Find(operation.OperationId, status);
            }
        }

        SortByStatus(operation);
    }

    /// <summary>Makes a text header of a response.</summary>
    internal static OpenApiHeader Header(string description, string example) => new()
    {
        Description = description,
        Schema = new OpenApiSchema { Type = JsonSchemaType.String },
        Example = JsonValue.Create(example),
    };

    private static void SortByStatus(OpenApiOperation operation)
    {
        var sorted = new OpenApiResponses();
        foreach (var (status, response) in operation.Responses!.OrderBy(response => response.Key, StringComparer.Ordinal))
        {
            sorted[status] = response;
        }

        operation.Responses = sorted;
    }

    private static void AddErrors(OpenApiOperation operation, bool isLimited)
    {
        if (operation.RequestBody is not null || operation.Parameters is { Count: > 0 })
        {
            AddError(operation, StatusCodes.Status400BadRequest, "A parameter is missing or not valid; `errors` names it.");
        }

        AddError(operation, StatusCodes.Status500InternalServerError, "An unexpected error; quote the `traceId` when you report it.");
        if (isLimited)
        {
            AddError(operation, StatusCodes.Status429TooManyRequests, "The client sent more requests than its limit allows.", retryAfter: true);
            AddError(
                operation,
                StatusCodes.Status503ServiceUnavailable,
                "The database does not respond, or too many requests are in progress.",
                retryAfter: true);
            AddError(operation, StatusCodes.Status504GatewayTimeout, "The request took longer than its time limit.");
        }
    }

    private static void AddError(OpenApiOperation operation, int status, string when, bool retryAfter = false)
    {
        var code = status.ToString(CultureInfo.InvariantCulture);
        operation.Responses!.TryAdd(code, new OpenApiResponse { Description = when });
        if (retryAfter)
        {
            ((OpenApiResponse)operation.Responses[code]).Headers = new Dictionary<string, IOpenApiHeader>
            {
                ["Retry-After"] = Header("When to try again, in seconds.", "5"),
            };
        }
    }

    // The framework also lists text/json and text/plain, for which no client is generated.
    private static void KeepJsonOnly(OpenApiResponse response)
    {
        if (response.Content?.TryGetValue(Json, out var json) == true)
        {
            response.Content.Clear();
            response.Content[Json] = json;
        }
    }

    private static void AddTimingHeaders(OpenApiResponse response)
    {
        response.Headers ??= new Dictionary<string, IOpenApiHeader>();
        response.Headers[ServerTimingHeaders.ResponseTime] = Header("How long the response took.", "12.34ms");
        response.Headers[ServerTimingHeaders.ServerTiming] = Header(
            "Where that time went, in milliseconds.", "total;dur=12.34, db;dur=1.20");
    }
}
