using System.Text.Json;

namespace DealInsights.ModelStub;

/// <summary>A chat completion as it was asked for.</summary>
/// <param name="Path">The path with its query.</param>
/// <param name="Headers">Names (letter case aside) and values.</param>
/// <param name="Body">The JSON as sent.</param>
public sealed record RecordedRequest(string Path, IReadOnlyDictionary<string, string> Headers, string Body)
{
    /// <summary>The parsed body.</summary>
    public JsonElement Json { get; } = JsonElement.Parse(Body);

    /// <summary>The text of the first message of a role.</summary>
    public string MessageOf(string role) =>
        Json.GetProperty("messages").EnumerateArray()
            .First(message => message.GetProperty("role").ValueEquals(role))
            .GetProperty("content").GetString() ?? "";

    /// <summary>The name of the JSON schema that the answer must follow; null when it may be any text.</summary>
    public string? SchemaName =>
        Json.TryGetProperty("response_format", out var format) && format.GetProperty("type").ValueEquals("json_schema")
            ? format.GetProperty("json_schema").GetProperty("name").GetString()
            : null;

    /// <summary>Whether the answer is to come as it is written.</summary>
    public bool WantsStream => Json.TryGetProperty("stream", out var stream) && stream.ValueKind == JsonValueKind.True;

    /// <summary>Whether the end of a stream is to say what it cost.</summary>
    public bool WantsUsage =>
        Json.TryGetProperty("stream_options", out var options)
        && options.TryGetProperty("include_usage", out var usage)
        && usage.ValueKind == JsonValueKind.True;

    /// <summary>Whether it came to an address of Azure's.</summary>
    public bool IsAzure => Path.StartsWith("/openai/", StringComparison.Ordinal);

    internal static async Task<RecordedRequest> ReadAsync(HttpRequest request)
    {
        using var reader = new StreamReader(request.Body);
        var body = await reader.ReadToEndAsync(request.HttpContext.RequestAborted);

        return new RecordedRequest(
            request.Path + request.QueryString,
            request.Headers.ToDictionary(
                header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase),
            body);
    }
}
