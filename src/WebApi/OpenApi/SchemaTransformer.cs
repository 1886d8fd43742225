using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using DealInsights.WebApi.V2;
using DealInsights.WebApi.V3;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace DealInsights.WebApi.OpenApi;

/// <summary>Describes what the types do not show: JSON that a converter writes, and the members of problem documents.</summary>
/// <param name="format">The OpenAPI version in which the document is written.</param>
internal sealed class SchemaTransformer(OpenApiSpecVersion format) : IOpenApiSchemaTransformer
{
    private const string VersionSuffix = "V3";

    /// <summary>Returns the name of a type's schema without the version suffix: a document has one version.</summary>
    public static string? NameWithoutVersion(JsonTypeInfo type)
    {
        if (type.Type is { IsGenericType: true } part && part.GetGenericTypeDefinition() == typeof(PartV3<>))
        {
            return part.GenericTypeArguments[0].Name[..^VersionSuffix.Length] + "Part";
        }

        var name = OpenApiOptions.CreateDefaultSchemaReferenceId(type);
        if (name is null || !name.EndsWith(VersionSuffix, StringComparison.Ordinal))
        {
            return name;
        }

        var bare = name[..^VersionSuffix.Length];

        // A C# class cannot have a member of its own name.
        return type.Properties.Any(property => bare.Equals(property.Name, StringComparison.OrdinalIgnoreCase))
            ? $"Deal{bare}"
            : bare;
    }

    public Task TransformAsync(
        OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken cancellationToken)
    {
        var type = context.JsonTypeInfo;
        if (type.Type == typeof(FlagV2))
        {
            IList<IOpenApiSchema> forms =
            [
                new OpenApiSchema { Type = JsonSchemaType.Boolean },
                new OpenApiSchema { Type = JsonSchemaType.String },
            ];
            // Generators that read OpenAPI 3.0 take the first of `oneOf`.
            var isOlder = format == OpenApiSpecVersion.OpenApi3_0;
            schema.AnyOf = isOlder ? forms : null;
            schema.OneOf = isOlder ? null : forms;
        }
        else if ((Nullable.GetUnderlyingType(type.Type) ?? type.Type).IsEnum)
        {
            // The framework omits the type; generated clients would then take the enum for a number.
            schema.Type = JsonSchemaType.String;
            // Null is allowed where the type is used, not here.
            schema.Enum = schema.Enum?.Where(value => value is not null && value.GetValueKind() == JsonValueKind.String).ToList();
        }
        else if (type.Type == typeof(ProblemDetails))
        {
            DescribeProblem(schema);
        }

        // Responses hold nothing that is not described, and generated types need no dictionary for more.
        if (type.Kind == JsonTypeInfoKind.Object)
        {
            schema.AdditionalPropertiesAllowed = false;
            KeepNullOutOfWhatIsLeftOut(schema, type);
        }

        return Task.CompletedTask;
    }

    // A property that is omitted when null is never null when present.
    private static void KeepNullOutOfWhatIsLeftOut(OpenApiSchema schema, JsonTypeInfo type)
    {
        foreach (var property in type.Properties)
        {
            var ignore = property.AttributeProvider?.GetCustomAttributes(typeof(JsonIgnoreAttribute), inherit: true)
                .OfType<JsonIgnoreAttribute>().SingleOrDefault();
            if (ignore?.Condition == JsonIgnoreCondition.WhenWritingNull
                && schema.Properties?.TryGetValue(property.Name, out var found) == true
                && found is OpenApiSchema described)
            {
                described.Type &= ~JsonSchemaType.Null;
                // The framework notes here that a reference to the type may be null.
                described.Metadata?.Remove("x-is-nullable-property");
            }
        }
    }

    private static void DescribeProblem(OpenApiSchema schema)
    {
        schema.Description = "An error, see RFC 9457.";
        schema.Properties = new Dictionary<string, IOpenApiSchema>
        {
            ["type"] = Text("The kind of problem: a URI that explains it."),
            ["title"] = Text("The kind of problem as text."),
            ["status"] = new OpenApiSchema { Type = JsonSchemaType.Integer, Format = "int32", Description = "The HTTP status." },
            ["detail"] = Text("What went wrong this time."),
            ["errors"] = new OpenApiSchema
            {
                Type = JsonSchemaType.Object,
                Description = "With status 400: the messages by parameter.",
                AdditionalProperties = new OpenApiSchema
                {
                    Type = JsonSchemaType.Array,
                    Items = new OpenApiSchema { Type = JsonSchemaType.String },
                },
            },
            ["traceId"] = Text("Identifies the request in traces and logs."),
        };
        schema.Required = new HashSet<string> { "type", "title", "status", "traceId" };
    }

    private static OpenApiSchema Text(string description) =>
        new() { Type = JsonSchemaType.String, Description = description };
}
