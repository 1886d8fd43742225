using Microsoft.OpenApi;

namespace DealInsights.WebApi.Documentation;

/// <summary>The schema of a problem document.</summary>
internal static class ProblemSchema
{
    /// <summary>Adds what every problem of ours has, and the framework's type has not.</summary>
    public static void Complete(OpenApiSchema schema)
    {
        schema.Properties!["traceId"] = new OpenApiSchema
        {
            Type = JsonSchemaType.String,
            Description = "Names the request in traces and logs.",
        };
        schema.Properties["errors"] = new OpenApiSchema
        {
            Type = JsonSchemaType.Object,
            Description = "With status 400: what is wrong, by parameter.",
            AdditionalProperties = new OpenApiSchema
            {
                Type = JsonSchemaType.Array,
                Items = new OpenApiSchema { Type = JsonSchemaType.String },
            },
        };
    }
}
