using DealInsights.WebApi.V2;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace DealInsights.WebApi.Documentation;

/// <summary>Describes the one type whose JSON form its own converter decides.</summary>
internal sealed class V2SchemaTransformer : IOpenApiSchemaTransformer
{
    public Task TransformAsync(
        OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken cancellationToken)
    {
        if (context.JsonTypeInfo.Type == typeof(FlagV2))
        {
            schema.OneOf =
            [
                new OpenApiSchema { Type = JsonSchemaType.Boolean },
                new OpenApiSchema { Type = JsonSchemaType.String },
            ];
        }

        return Task.CompletedTask;
    }
}
