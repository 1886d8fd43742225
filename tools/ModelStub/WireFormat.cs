using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace DealInsights.ModelStub;

/// <summary>Bodies as Azure OpenAI sends them; other endpoints leave out what concerns its content filter.</summary>
public static class WireFormat
{
    // Titles that the stub, which is no model, takes for a decision maker's.
    private static readonly string[] Deciding = ["chief", "ceo", "cto", "cfo", "vp", "head", "director", "founder", "principal"];

    /// <summary>A finished completion.</summary>
    /// <param name="request">What was asked; its length is billed.</param>
    /// <param name="content">The message; <see langword="null"/> with a refusal.</param>
    /// <param name="finishReason"><c>stop</c>, <c>length</c> or <c>content_filter</c>.</param>
    /// <param name="refusal">Why the model declines.</param>
    public static string Completion(
        RecordedRequest request, string? content, string finishReason = "stop", string? refusal = null)
    {
        var promptTokens = request.Body.Length / 4;
        var completionTokens = (content?.Length ?? 0) / 4;

        return new JsonObject
        {
            ["id"] = "chatcmpl-" + Hash(request.Body),
            ["object"] = "chat.completion",
            ["created"] = 1735689600,
            ["model"] = "gpt-4o-2024-08-06",
            ["system_fingerprint"] = "fp_stub",
            ["prompt_filter_results"] = new JsonArray(new JsonObject
            {
                ["prompt_index"] = 0,
                ["content_filter_results"] = FilterResults(),
            }),
            ["choices"] = new JsonArray(new JsonObject
            {
                ["index"] = 0,
                ["finish_reason"] = finishReason,
                ["logprobs"] = null,
                ["content_filter_results"] = FilterResults(),
                ["message"] = new JsonObject { ["role"] = "assistant", ["content"] = content, ["refusal"] = refusal },
            }),
            ["usage"] = new JsonObject
            {
                ["prompt_tokens"] = promptTokens,
                ["completion_tokens"] = completionTokens,
                ["total_tokens"] = promptTokens + completionTokens,
            },
        }.ToJsonString();
    }

    /// <summary>The 400 with which Azure refuses a prompt that its content filter caught.</summary>
    public static string ContentFilterError { get; } = new JsonObject
    {
        ["error"] = new JsonObject
        {
            ["message"] = "The response was filtered due to the prompt triggering Azure OpenAI's content management policy.",
            ["type"] = null,
            ["param"] = "prompt",
            ["code"] = "content_filter",
            ["status"] = 400,
            ["innererror"] = new JsonObject
            {
                ["code"] = "ResponsibleAIPolicyViolation",
                ["content_filter_result"] = new JsonObject
                {
                    ["jailbreak"] = new JsonObject { ["filtered"] = true, ["detected"] = true },
                    ["violence"] = new JsonObject { ["filtered"] = false, ["severity"] = "safe" },
                },
            },
        },
    }.ToJsonString();

    /// <summary>An error of another kind.</summary>
    public static string Error(string code, string message) =>
        new JsonObject { ["error"] = new JsonObject { ["code"] = code, ["message"] = message } }.ToJsonString();

    /// <summary>The content of a good answer: judgements where a schema is asked for, else a summary.</summary>
    public static string GoodContent(RecordedRequest request) =>
        request.AsksForSchema ? Judgements(TitlesOf(request)) : Summary(request);

    /// <summary>A summary that is the same for the same transcript, whatever marks the transcript off.</summary>
    public static string Summary(RecordedRequest request)
    {
        var lines = request.MessageOf("user").Split('\n');
        var transcript = lines.Length > 2 ? string.Join('\n', lines[1..^1]) : lines[0];

        return $"Discussing {transcript.Length} characters of transcript {Hash(transcript)}.\n"
            + "Agreeing on a pilot; weighing the price.";
    }

    /// <summary>The titles asked about, by identifier.</summary>
    public static IReadOnlyList<(int Id, string Title)> TitlesOf(RecordedRequest request) =>
    [
        .. JsonElement.Parse(request.MessageOf("user")).GetProperty("titles").EnumerateArray()
            .Select(title => (title.GetProperty("id").GetInt32(), title.GetProperty("title").GetString() ?? "")),
    ];

    /// <summary>Judgements in the form of the schema.</summary>
    public static string Judgements(IEnumerable<(int Id, string Title)> titles) =>
        Judgements(titles.Select(title => (title.Id, MayDecide(title.Title))));

    /// <summary>Judgements in the form of the schema, with the verdicts given.</summary>
    public static string Judgements(IEnumerable<(int Id, bool MayDecide)> verdicts) =>
        new JsonObject
        {
            ["judgements"] = new JsonArray(
            [
                .. verdicts.Select(verdict => new JsonObject
                {
                    ["id"] = verdict.Id,
                    ["level"] = verdict.MayDecide ? "senior" : "junior or mid-level",
                    ["may_decide"] = verdict.MayDecide,
                }),
            ]),
        }.ToJsonString();

    private static bool MayDecide(string title) => title.Split(' ').Any(Deciding.Contains);

    private static JsonObject FilterResults()
    {
        var results = new JsonObject();
        foreach (var category in (string[])["hate", "self_harm", "sexual", "violence"])
        {
            results[category] = new JsonObject { ["filtered"] = false, ["severity"] = "safe" };
        }

        return results;
    }

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..8];
}
