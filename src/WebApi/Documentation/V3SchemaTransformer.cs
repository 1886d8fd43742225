using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace DealInsights.WebApi.Documentation;

/// <summary>Describes what the types of v3 do not tell.</summary>
internal sealed class V3SchemaTransformer : IOpenApiSchemaTransformer
{
    private const string Suffix = "V3";

    /// <summary>The name of a type's schema: that of the type without its suffix, since the document is of one version.</summary>
    public static string? NameOf(JsonTypeInfo type)
    {
        var name = OpenApiOptions.CreateDefaultSchemaReferenceId(type);

        return name is not null && name.EndsWith(Suffix, StringComparison.Ordinal) ? name[..^Suffix.Length] : name;
    }

    public Task TransformAsync(
        OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken cancellationToken)
    {
        var type = context.JsonTypeInfo.Type;
        if ((Nullable.GetUnderlyingType(type) ?? type).IsEnum)
        {
            // Left out by the framework, without which generated clients take it for a number.
            schema.Type = JsonSchemaType.String;
        }
        else if (type == typeof(ProblemDetails))
        {
            ProblemSchema.Complete(schema);
        }

        return Task.CompletedTask;
    }
}
