using DealInsights.WebApi.Streaming;
using DealInsights.WebApi.V3;
using Microsoft.AspNetCore.Mvc.ApiExplorer;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace DealInsights.WebApi.OpenApi;

/// <summary>Adds what the operations of v3 have in common: parameters by name, 404 for ids, and conditional requests.</summary>
internal sealed class V3OperationTransformer : IOpenApiOperationTransformer
{
    public Task TransformAsync(
        OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        operation.Parameters ??= [];
        foreach (var parameter in operation.Parameters.OfType<OpenApiParameter>())
        {
            V3Parameters.Describe(parameter);
        }

        var ids = operation.Parameters.Where(parameter => parameter.In == ParameterLocation.Path).ToList();
        if (ids.Count > 0)
        {
            var resources = ids.Select(id => id.Name!.Replace("Id", "", StringComparison.Ordinal));
            operation.Responses!.TryAdd("404", new OpenApiResponse { Description = $"No such {string.Join(" or ", resources)}." });
        }

        if (IsConditional(context.Description) && operation.Responses?["200"] is OpenApiResponse response)
        {
            AddConditionalRequest(operation, response);
        }

        return Task.CompletedTask;
    }

    private static bool IsConditional(ApiDescription operation) =>
        operation.HttpMethod == HttpMethods.Get
        && operation.ActionDescriptor.EndpointMetadata.OfType<ConditionalGetAttribute>().Any()
        && !operation.SupportedResponseTypes
            .SelectMany(response => response.ApiResponseFormats)
            .Any(format => format.MediaType == EventStreamWriter.MediaType);

    private static void AddConditionalRequest(OpenApiOperation operation, OpenApiResponse response)
    {
        operation.Parameters!.Add(new OpenApiParameter
        {
            Name = "If-None-Match",
            In = ParameterLocation.Header,
            Description = "The `ETag` of a response that the caller has; while it is current, the status is 304.",
            Schema = new OpenApiSchema { Type = JsonSchemaType.String },
        });
        response.Headers = new Dictionary<string, IOpenApiHeader>
        {
            ["ETag"] = OperationTransformer.Header("Identifies this response, for `If-None-Match`.", "W/\"5b1f\""),
        };
        operation.Responses!["304"] = new OpenApiResponse { Description = "The response that the caller has is current." };
    }
}
