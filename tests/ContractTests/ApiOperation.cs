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

    /// <summary>The documented responses by status.</summary>
    public IReadOnlyDictionary<int, ApiResponse> Responses { get; }

    /// <summary>
    /// Whether only admins may use it. Such operations change what others read, or return something else each time; the
    /// functional tests cover them.
    /// </summary>
    public bool IsForAdmins => Description.GetProperty("tags").EnumerateArray().Any(tag => tag.GetString() == "Privacy");

    /// <summary>Whether it returns an event stream instead of a JSON value.</summary>
    public bool IsStream => Responses[200].Bodies.ContainsKey(EventStreams.MediaType);

    /// <summary>
    /// Values by parameter with which the operation returns a status over the sample deals: those of its examples for 200,
    /// one invalid value for 400, an id that does not exist for 404.
    /// </summary>
    public IReadOnlyDictionary<ApiParameter, string?> ValuesFor(int status)
    {
        var values = Parameters.ToDictionary(
            parameter => parameter, parameter => status == 200 || parameter.IsRequired ? parameter.Example : null);
        if (status == 400)
        {
            var invalid = Parameters.Where(parameter => parameter.InvalidValue is not null)
                .OrderBy(parameter => parameter.In == "path")
                .ThenBy(parameter => parameter.InvalidValue!.Length)
                .FirstOrDefault()
                ?? throw new InvalidOperationException(
                    $"{Id} documents status 400, but its parameters allow every value of ApiParameter.InvalidValue: add one there.");
            values[invalid] = invalid.InvalidValue;
        }

        foreach (var id in Parameters.Where(parameter => status == 404 && parameter.In == "path"))
        {
            values[id] = "0";
        }

        return values;
    }

    /// <summary>Makes a request from values by parameter; a parameter without a value is not sent.</summary>
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
        IsDescribed = description.TryGetProperty("description", out var text) && text.GetString() is { Length: > 0 };
        Example = description.TryGetProperty("example", out var example) ? example.ToString() : null;
        Schema = description.GetProperty("schema");
        _schema = document.Compile(WithStrictEnd(Schema));
    }

    public string Name { get; }

    /// <summary><c>path</c>, <c>query</c> or <c>header</c>.</summary>
    public string In { get; }

    public bool IsRequired { get; }

    public bool IsDescribed { get; }

    public string? Example { get; }

    public JsonElement Schema { get; }

    /// <summary>A value that the document does not allow; null when no such value is known.</summary>
    public string? InvalidValue => In switch
    {
        "path" => new[] { " " }.FirstOrDefault(value => !Allows(value)),
        "query" => new[] { "", "0", "?", new string('x', 300) }.FirstOrDefault(value => !Allows(value)),
        _ => null,
    };

    /// <summary>Whether the document allows a value; null and blank text count as not sent.</summary>
    public bool Allows(string? value) =>
        string.IsNullOrWhiteSpace(value) ? !IsRequired : _schema.Evaluate(AsJson(value), Validation.Strict).IsValid;

    public override string ToString() => Name;

    // In JSON Schema $ matches the end of the text only; in .NET also before a final line break.
    private static JsonElement WithStrictEnd(JsonElement schema)
    {
        var copy = JsonNode.Parse(schema.GetRawText())!;
        if (copy["pattern"]?.GetValue<string>() is { } pattern && pattern.EndsWith('$'))
        {
            copy["pattern"] = $@"{pattern[..^1]}\z";
        }

        return JsonSerializer.SerializeToElement(copy);
    }

    // Query values are text; where the schema wants a number or Boolean, convert text that looks like one.
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

/// <summary>The response of an operation with one status.</summary>
internal sealed class ApiResponse(OpenApiFile document, JsonElement description)
{
    /// <summary>The schema of the body by media type; empty when there is no body.</summary>
    public IReadOnlyDictionary<string, JsonSchema> Bodies { get; } = Content(description)
        .ToDictionary(media => media.Name, media => document.Compile(media.Value.GetProperty("schema")));

    /// <summary>The recorded example; null when the document has none.</summary>
    public JsonElement? Example { get; } = Content(description)
        .Select(media => media.Value.TryGetProperty("example", out var example) ? example : (JsonElement?)null)
        .FirstOrDefault();

    private static JsonElement.ObjectEnumerator Content(JsonElement description) =>
        description.TryGetProperty("content", out var content) ? content.EnumerateObject() : default;
}
