using System.Globalization;
using System.Text.Json.Nodes;
using DealInsights.WebApi.Http;
using DealInsights.WebApi.Observability;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.OpenApi;

namespace DealInsights.WebApi.Documentation;

/// <summary>Adds what the operations of every version have in common: errors, the headers of answers, examples.</summary>
internal sealed class OperationTransformer : IOpenApiOperationTransformer
{
    private const string Json = "application/json";

    public async Task TransformAsync(
        OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        // A docstring's first sentence serves as a heading here.
        operation.Summary = operation.Summary?.TrimEnd('.');
        operation.Responses ??= [];
        AddCommonErrors(operation, isLimited: !context.Description.ActionDescriptor.EndpointMetadata
            .OfType<DisableRateLimitingAttribute>().Any());

        var problem = await context.GetOrCreateSchemaAsync(typeof(ProblemDetails), null, cancellationToken);
        context.Document!.AddComponent(nameof(ProblemDetails), problem);
        foreach (var (code, response) in operation.Responses)
        {
            var answer = (OpenApiResponse)response;
            if (int.Parse(code, CultureInfo.InvariantCulture) >= StatusCodes.Status400BadRequest)
            {
                answer.Content = new Dictionary<string, OpenApiMediaType>
                {
                    [Problems.MediaType] = new() { Schema = new OpenApiSchemaReference(nameof(ProblemDetails), context.Document) },
                };
            }
            else
            {
                KeepJsonAlone(answer);
                AddTimingHeaders(answer);
            }

            AddExample(answer, OperationExamples.Find(operation.OperationId, code));
        }

        SortByStatus(operation);
    }

    private static void SortByStatus(OpenApiOperation operation)
    {
        var sorted = new OpenApiResponses();
        foreach (var (code, response) in operation.Responses!.OrderBy(response => response.Key, StringComparer.Ordinal))
        {
            sorted[code] = response;
        }

        operation.Responses = sorted;
    }

    private static void AddCommonErrors(OpenApiOperation operation, bool isLimited)
    {
        AddError(operation, StatusCodes.Status500InternalServerError, "Something went wrong on our side; quote the `traceId`.");
        if (!isLimited)
        {
            return;
        }

        AddError(
            operation, StatusCodes.Status429TooManyRequests, "This client sent more requests than it may.", retryAfter: true);
        AddError(
            operation,
            StatusCodes.Status503ServiceUnavailable,
            "The database does not answer, or too many requests are in progress.",
            retryAfter: true);
        AddError(operation, StatusCodes.Status504GatewayTimeout, "The request took longer than a request may.");
    }

    /// <summary>Adds an error unless the operation has words of its own for it.</summary>
    private static void AddError(OpenApiOperation operation, int status, string when, bool retryAfter = false)
    {
        var code = status.ToString(CultureInfo.InvariantCulture);
        operation.Responses!.TryAdd(code, new OpenApiResponse { Description = when });
        if (retryAfter)
        {
            ((OpenApiResponse)operation.Responses[code]).Headers = new Dictionary<string, IOpenApiHeader>
            {
                ["Retry-After"] = Header("When to ask again, in seconds.", "5"),
            };
        }
    }

    // The formatters would also write text/json and text/plain; nobody is to generate a client for those.
    private static void KeepJsonAlone(OpenApiResponse answer)
    {
        if (answer.Content?.TryGetValue(Json, out var json) == true)
        {
            answer.Content.Clear();
            answer.Content[Json] = json;
        }
    }

    private static void AddTimingHeaders(OpenApiResponse answer)
    {
        answer.Headers ??= new Dictionary<string, IOpenApiHeader>();
        answer.Headers[ServerTimingHeaders.ResponseTime] = Header("How long the answer took.", "12.34ms");
        answer.Headers[ServerTimingHeaders.ServerTiming] = Header(
            "Where that time went, in milliseconds.", "total;dur=12.34, db;dur=1.20");
    }

    private static void AddExample(OpenApiResponse answer, JsonNode? example)
    {
        foreach (var media in answer.Content?.Values ?? [])
        {
            media.Example ??= example?.DeepClone();
        }
    }

    /// <summary>A header of an answer, as text.</summary>
    internal static OpenApiHeader Header(string description, string example) => new()
    {
        Description = description,
        Schema = new OpenApiSchema { Type = JsonSchemaType.String },
        Example = JsonValue.Create(example),
    };
}
