using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using DealInsights.WebApi.V2;
using DealInsights.WebApi.V3;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace DealInsights.WebApi.Documentation;

/// <summary>Describes what the types do not tell: a form that a converter decides, and what we add to every problem.</summary>
/// <param name="format">The version of OpenAPI in which the document is written.</param>
internal sealed class SchemaTransformer(OpenApiSpecVersion format) : IOpenApiSchemaTransformer
{
    private const string VersionSuffix = "V3";

    /// <summary>The name of a type's schema without the version, since the document is of one version.</summary>
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

        // A class cannot have a member of its own name; a generator would number the member.
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
            // The same, but of `oneOf` the generators that read the older format take the first.
            var isOlder = format == OpenApiSpecVersion.OpenApi3_0;
            schema.AnyOf = isOlder ? forms : null;
            schema.OneOf = isOlder ? null : forms;
        }
        else if ((Nullable.GetUnderlyingType(type.Type) ?? type.Type).IsEnum)
        {
            // Left out by the framework, without which generated clients take it for a number.
            schema.Type = JsonSchemaType.String;
            // Whether there may be none is said where the type is used.
            schema.Enum = schema.Enum?.Where(value => value is not null && value.GetValueKind() == JsonValueKind.String).ToList();
        }
        else if (type.Type == typeof(ProblemDetails))
        {
            DescribeProblem(schema);
        }

        // Nothing is answered that is not described. A client's generator would otherwise make room for what might be.
        if (type.Kind == JsonTypeInfoKind.Object)
        {
            schema.AdditionalPropertiesAllowed = false;
            KeepNullOutOfWhatIsLeftOut(schema, type);
        }

        return Task.CompletedTask;
    }

    // What is left out when it is null is never null where it is.
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
                // Where the framework notes that a reference to the type may be null.
                described.Metadata?.Remove("x-is-nullable-property");
            }
        }
    }

    private static void DescribeProblem(OpenApiSchema schema)
    {
        schema.Description = "What went wrong, as RFC 9457 has it.";
        schema.Properties = new Dictionary<string, IOpenApiSchema>
        {
            ["type"] = Text("The kind of problem, as an address that explains it."),
            ["title"] = Text("The kind of problem, in words."),
            ["status"] = new OpenApiSchema { Type = JsonSchemaType.Integer, Format = "int32", Description = "The HTTP status." },
            ["detail"] = Text("What went wrong this time."),
            ["errors"] = new OpenApiSchema
            {
                Type = JsonSchemaType.Object,
                Description = "With status 400: what is wrong, by parameter.",
                AdditionalProperties = new OpenApiSchema
                {
                    Type = JsonSchemaType.Array,
                    Items = new OpenApiSchema { Type = JsonSchemaType.String },
                },
            },
            ["traceId"] = Text("Names the request in traces and logs."),
        };
        schema.Required = new HashSet<string> { "type", "title", "status", "traceId" };
    }

    private static OpenApiSchema Text(string description) =>
        new() { Type = JsonSchemaType.String, Description = description };
}
