using System.Text.Json.Nodes;

namespace DealInsights.ModelStub;

/// <summary>The events of a streamed completion; only Azure OpenAI sends content filter results.</summary>
public static class StreamFormat
{
    /// <summary>The event after the last one.</summary>
    public const string Done = "data: [DONE]\n\n";

    /// <summary>An event that is not JSON.</summary>
    public const string Garbage = "data: <html>Sign in to the network</html>\n\n";

    /// <summary>Azure's filter results for the prompt: an event without choices.</summary>
    public static string PromptFilter { get; } = Event(new JsonObject
    {
        ["choices"] = new JsonArray(),
        ["created"] = 0,
        ["id"] = "",
        ["model"] = "",
        ["object"] = "",
        ["prompt_filter_results"] = new JsonArray(new JsonObject
        {
            ["prompt_index"] = 0,
            ["content_filter_results"] = WireFormat.FilterResults(),
        }),
    });

    /// <summary>An error in the middle of a stream.</summary>
    public static string Error { get; } = Event(new JsonObject
    {
        ["error"] = new JsonObject
        {
            ["message"] = "The server had an error while processing your request.",
            ["type"] = "server_error",
            ["param"] = null,
            ["code"] = null,
        },
    });

    /// <summary>The first event, with the role.</summary>
    public static string Role(RecordedRequest request) =>
        Choice(request, new JsonObject { ["role"] = "assistant", ["content"] = "", ["refusal"] = null });

    /// <summary>A token.</summary>
    public static string Token(RecordedRequest request, string text) =>
        Choice(request, new JsonObject { ["content"] = text });

    /// <summary>A token of a refusal.</summary>
    public static string Refusal(RecordedRequest request, string text) =>
        Choice(request, new JsonObject { ["refusal"] = text });

    /// <summary>The event with the finish reason.</summary>
    public static string Finish(RecordedRequest request, string reason) => Choice(request, [], reason);

    /// <summary>The token usage: an event without choices.</summary>
    public static string Usage(RecordedRequest request, int completionLength) => Event(Chunk(
        request,
        [],
        new JsonObject
        {
            ["prompt_tokens"] = WireFormat.TokensOf(request.Body.Length),
            ["completion_tokens"] = WireFormat.TokensOf(completionLength),
            ["total_tokens"] = WireFormat.TokensOf(request.Body.Length) + WireFormat.TokensOf(completionLength),
        }));

    private static string Choice(RecordedRequest request, JsonObject delta, string? finishReason = null)
    {
        var choice = new JsonObject
        {
            ["index"] = 0,
            ["delta"] = delta,
            ["finish_reason"] = finishReason,
            ["logprobs"] = null,
        };
        if (request.IsAzure)
        {
            choice["content_filter_results"] = WireFormat.FilterResults();
        }

        return Event(Chunk(request, [choice], usage: null));
    }

    private static JsonObject Chunk(RecordedRequest request, JsonArray choices, JsonObject? usage) => new()
    {
        ["id"] = WireFormat.IdOf(request),
        ["object"] = "chat.completion.chunk",
        ["created"] = 1735689600,
        ["model"] = "gpt-4o-2024-08-06",
        ["system_fingerprint"] = "fp_stub",
        ["choices"] = choices,
        ["usage"] = usage,
    };

    private static string Event(JsonObject data) => $"data: {data.ToJsonString()}\n\n";
}
