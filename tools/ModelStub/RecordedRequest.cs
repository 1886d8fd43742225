using System.Text.Json;

namespace DealInsights.ModelStub;

/// <summary>A received request for a chat completion.</summary>
/// <param name="Path">The path with its query.</param>
/// <param name="Headers">Values by name, which is case-insensitive.</param>
/// <param name="Body">The JSON body.</param>
public sealed record RecordedRequest(string Path, IReadOnlyDictionary<string, string> Headers, string Body)
{
    /// <summary>The parsed body.</summary>
    public JsonElement Json { get; } = JsonElement.Parse(Body);

    /// <summary>The text of the first message of a role.</summary>
    public string MessageOf(string role) =>
        Json.GetProperty("messages").EnumerateArray()
            .First(message => message.GetProperty("role").ValueEquals(role))
            .GetProperty("content").GetString() ?? "";

    /// <summary>The name of the requested JSON schema; null for free text.</summary>
    public string? SchemaName =>
        Json.TryGetProperty("response_format", out var format) && format.GetProperty("type").ValueEquals("json_schema")
            ? format.GetProperty("json_schema").GetProperty("name").GetString()
            : null;

    /// <summary>Whether a stream is requested.</summary>
    public bool WantsStream => Json.TryGetProperty("stream", out var stream) && stream.ValueKind == JsonValueKind.True;

    /// <summary>Whether the token usage is requested at the end of a stream.</summary>
    public bool WantsUsage =>
        Json.TryGetProperty("stream_options", out var options)
        && options.TryGetProperty("include_usage", out var usage)
        && usage.ValueKind == JsonValueKind.True;

    /// <summary>Whether the path is Azure OpenAI's.</summary>
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
