using System.Text.Json;
using System.Text.Json.Nodes;
using Json.Schema;

namespace DealInsights.ContractTests;

/// <summary>One operation of a document.</summary>
internal sealed class ApiOperation
{
    public ApiOperation(OpenApiFile document, string path, string method, JsonElement description)
    {
        Document = document;
        Path = path;
        Method = new HttpMethod(method);
        Description = description;
        Id = description.GetProperty("operationId").GetString()!;
        Parameters = description.TryGetProperty("parameters", out var parameters)
            ? [.. parameters.EnumerateArray().Select(parameter => new ApiParameter(document, parameter))]
            : [];
        Responses = description.GetProperty("responses").EnumerateObject()
            .ToDictionary(response => int.Parse(response.Name), response => new ApiResponse(document, response.Value));
    }

    public OpenApiFile Document { get; }

    public string Id { get; }

    public string Path { get; }

    public HttpMethod Method { get; }

    public JsonElement Description { get; }

    public IReadOnlyList<ApiParameter> Parameters { get; }

    /// <summary>What it may answer, by status.</summary>
    public IReadOnlyDictionary<int, ApiResponse> Responses { get; }

    /// <summary>
    /// Whether admins alone are answered. These change what the others read, or answer something else each time: the tests
    /// of each of them are in the functional tests.
    /// </summary>
    public bool IsForAdmins => Description.GetProperty("tags").EnumerateArray().Any(tag => tag.GetString() == "Privacy");

    /// <summary>Whether it answers with a stream of events instead of with one JSON value.</summary>
    public bool IsStream => Responses[200].Bodies.ContainsKey(EventStreams.MediaType);

    /// <summary>Makes a request of values by parameter; a parameter without a value is not sent.</summary>
    public HttpRequestMessage RequestOf(IReadOnlyDictionary<ApiParameter, string?> values)
    {
        var path = Path;
        var query = new List<string>();
        var request = new HttpRequestMessage { Method = Method };
        foreach (var (parameter, value) in values)
        {
            switch (parameter.In)
            {
                case "path":
                    path = path.Replace($"{{{parameter.Name}}}", Uri.EscapeDataString(value!), StringComparison.Ordinal);
                    break;
                case "query" when value is not null:
                    query.Add($"{Uri.EscapeDataString(parameter.Name)}={Uri.EscapeDataString(value)}");
                    break;
                case "header" when value is not null:
                    request.Headers.TryAddWithoutValidation(parameter.Name, value);
                    break;
            }
        }

        request.RequestUri = new Uri(query.Count == 0 ? path : $"{path}?{string.Join('&', query)}", UriKind.Relative);

        return request;
    }

    public override string ToString() => Id;
}

/// <summary>A parameter of an operation.</summary>
internal sealed class ApiParameter
{
    private readonly JsonSchema _schema;

    public ApiParameter(OpenApiFile document, JsonElement description)
    {
        Name = description.GetProperty("name").GetString()!;
        In = description.GetProperty("in").GetString()!;
        IsRequired = description.TryGetProperty("required", out var required) && required.GetBoolean();
        Example = description.TryGetProperty("example", out var example) ? example.ToString() : null;
        Schema = description.GetProperty("schema");
        _schema = document.Compile(WithStrictEnd(Schema));
    }

    public string Name { get; }

    /// <summary><c>path</c>, <c>query</c> or <c>header</c>.</summary>
    public string In { get; }

    public bool IsRequired { get; }

    public string? Example { get; }

    public JsonElement Schema { get; }

    /// <summary>Whether the document allows a value; null stands for a parameter that is not sent, and so does a blank one.</summary>
    public bool Allows(string? value) =>
        string.IsNullOrWhiteSpace(value) ? !IsRequired : _schema.Evaluate(AsJson(value), Validation.Strict).IsValid;

    public override string ToString() => Name;

    // At the end of a pattern, JSON Schema's $ is the end of the text; .NET's also stands before a line break there.
    private static JsonElement WithStrictEnd(JsonElement schema)
    {
        var copy = JsonNode.Parse(schema.GetRawText())!;
        if (copy["pattern"]?.GetValue<string>() is { } pattern && pattern.EndsWith('$'))
        {
            copy["pattern"] = $@"{pattern[..^1]}\z";
        }

        return JsonSerializer.SerializeToElement(copy);
    }

    // On the wire everything is text: what looks like a number is one where a number is asked for.
    private JsonElement AsJson(string value) =>
        Schema.TryGetProperty("type", out var type) && type.ToString() is "integer" or "boolean"
        && value.Length > 0 && value.All(char.IsAsciiLetterOrDigit) && TryParse(value) is { } json
            ? json
            : JsonSerializer.SerializeToElement(value);

    private static JsonElement? TryParse(string value)
    {
        try
        {
            return JsonDocument.Parse(value).RootElement;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

/// <summary>What an operation may answer with one status.</summary>
internal sealed class ApiResponse(OpenApiFile document, JsonElement description)
{
    /// <summary>The schema of the body by media type; empty when there is no body.</summary>
    public IReadOnlyDictionary<string, JsonSchema> Bodies { get; } = Content(description)
        .ToDictionary(media => media.Name, media => document.Compile(media.Value.GetProperty("schema")));

    /// <summary>The recorded answer; null when the document has none.</summary>
    public JsonElement? Example { get; } = Content(description)
        .Select(media => media.Value.TryGetProperty("example", out var example) ? example : (JsonElement?)null)
        .FirstOrDefault();

    private static JsonElement.ObjectEnumerator Content(JsonElement description) =>
        description.TryGetProperty("content", out var content) ? content.EnumerateObject() : default;
}
