using DealInsights.WebApi.V2;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace DealInsights.WebApi.Documentation;

/// <summary>Describes what the types do not tell: a form that a converter decides, and what we add to every problem.</summary>
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
        else if (context.JsonTypeInfo.Type == typeof(ProblemDetails))
        {
            ProblemSchema.Complete(schema);
        }

        return Task.CompletedTask;
    }
}
