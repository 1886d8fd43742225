using System.Text.Json;
using DealInsights.TestSupport;
using Json.Schema;

namespace DealInsights.ContractTests;

/// <summary>One OpenAPI document as it lies in the repository.</summary>
internal sealed class OpenApiFile
{
    private const string Components = "#/components/schemas/";

    private readonly string _definitions;

    private OpenApiFile(JsonElement root)
    {
        Root = root;
        _definitions = Local(root.GetProperty("components").GetProperty("schemas"));
        Operations =
        [
            .. from path in root.GetProperty("paths").EnumerateObject()
               from method in path.Value.EnumerateObject()
               select new ApiOperation(this, path.Name, method.Name.ToUpperInvariant(), method.Value),
        ];
    }

    /// <summary>The names of the documents in OpenAPI 3.1, one for each version of the API.</summary>
    public static string[] Versions => [.. Names.Where(name => !name.EndsWith("-3.0", StringComparison.Ordinal))];

    /// <summary>The names of all documents.</summary>
    public static string[] Names =>
        [.. Directory.GetFiles(Folder, "*.json").Select(file => Path.GetFileNameWithoutExtension(file)).Order(StringComparer.Ordinal)];

    public static string Folder => RepositoryFolder.PathOf("docs/openapi");

    public JsonElement Root { get; }

    public IReadOnlyList<ApiOperation> Operations { get; }

    public static string PathOf(string name) => Path.Combine(Folder, $"{name}.json");

    public static OpenApiFile Read(string name) => Parse(File.ReadAllText(PathOf(name)));

    public static OpenApiFile Parse(string json) => new(JsonDocument.Parse(json).RootElement);

    /// <summary>Makes a validator of a schema that stands anywhere in the document.</summary>
    public JsonSchema Compile(JsonElement schema) => JsonSchema.FromText(
        $$"""{"allOf":[{{Local(schema)}}],"$defs":{{_definitions}}}""",
        new BuildOptions { SchemaRegistry = new SchemaRegistry(), Dialect = Dialect.Draft202012 });

    // A schema on its own has its definitions elsewhere than a document has them.
    private static string Local(JsonElement schema) =>
        schema.GetRawText().Replace(Components, "#/$defs/", StringComparison.Ordinal);
}
