using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace DealInsights.ModelStub;

/// <summary>Response bodies as Azure OpenAI sends them; only Azure sends content filter results.</summary>
public static partial class WireFormat
{
    private const int MostQuotedWords = 12;

    // Words in the titles that the stub judges to be a decision maker's.
    private static readonly string[] Deciding = ["chief", "ceo", "cto", "cfo", "vp", "head", "director", "founder", "principal"];

    /// <summary>A finished completion.</summary>
    /// <param name="request">The request; its length counts as prompt tokens.</param>
    /// <param name="content">The message; null for a refusal.</param>
    /// <param name="finishReason"><c>stop</c>, <c>length</c> or <c>content_filter</c>.</param>
    /// <param name="refusal">The refusal, if any.</param>
    public static string Completion(
        RecordedRequest request, string? content, string finishReason = "stop", string? refusal = null)
    {
        var promptTokens = TokensOf(request.Body.Length);
        var completionTokens = TokensOf(content?.Length ?? 0);

        return new JsonObject
        {
            ["id"] = IdOf(request),
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

    /// <summary>The body of the 400 for a prompt that Azure's content filter refuses.</summary>
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

    /// <summary>The body of any other error.</summary>
    public static string Error(string code, string message) =>
        new JsonObject { ["error"] = new JsonObject { ["code"] = code, ["message"] = message } }.ToJsonString();

    /// <summary>Good content for a request, by the schema that it names.</summary>
    public static string GoodContent(RecordedRequest request) => request.SchemaName switch
    {
        "decision_makers" => Judgements(TitlesOf(request)),
        "company_overview" => Overview([.. TranscriptsOf(request).Select(Statement)]),
        _ => "Discussing what was asked.",
    };

    /// <summary>The transcripts in a request, in order, without their markers.</summary>
    public static IReadOnlyList<string> TranscriptsOf(RecordedRequest request)
    {
        var parts = TranscriptMarker().Split(request.MessageOf("user"));

        // Without the text before the first marker and after the last.
        return [.. parts[1..^1].Select(part => part.Trim('\n'))];
    }

    /// <summary>An overview in the form of the schema.</summary>
    public static string Overview(params IReadOnlyList<(string Statement, int Transcript, string Quote)> statements) =>
        new JsonObject
        {
            ["statements"] = new JsonArray(
            [
                .. statements.Select(statement => new JsonObject
                {
                    ["evidence"] = new JsonArray(
                        new JsonObject { ["transcript"] = statement.Transcript, ["quote"] = statement.Quote }),
                    ["statement"] = statement.Statement,
                }),
            ]),
        }.ToJsonString();

    /// <summary>The titles in a request with their identifiers.</summary>
    public static IReadOnlyList<(int Id, string Title)> TitlesOf(RecordedRequest request) =>
    [
        .. JsonElement.Parse(request.MessageOf("user")).GetProperty("titles").EnumerateArray()
            .Select(title => (title.GetProperty("id").GetInt32(), title.GetProperty("title").GetString() ?? "")),
    ];

    /// <summary>Judgements in the form of the schema.</summary>
    public static string Judgements(IEnumerable<(int Id, string Title)> titles) =>
        Judgements(titles.Select(title => (title.Id, MayDecide(title.Title))));

    /// <summary>Given verdicts in the form of the schema.</summary>
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

    // Depends on the transcript only, not on its markers.
    private static (string Statement, int Transcript, string Quote) Statement(string transcript, int index) =>
        ($"Discussing {transcript.Length} characters of transcript {Hash(transcript)}.",
            index + 1,
            string.Join(' ', transcript.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Take(MostQuotedWords)));

    private static bool MayDecide(string title) => title.Split(' ').Any(Deciding.Contains);

    /// <summary>The identifier of a completion; equal requests get equal ones.</summary>
    internal static string IdOf(RecordedRequest request) => "chatcmpl-" + Hash(request.Body);

    /// <summary>The tokens of a text of this length.</summary>
    internal static int TokensOf(int length) => length / 4;

    /// <summary>Results of Azure's content filter that found nothing.</summary>
    internal static JsonObject FilterResults() => new(
        from category in (string[])["hate", "self_harm", "sexual", "violence"]
        let result = new JsonObject { ["filtered"] = false, ["severity"] = "safe" }
        select KeyValuePair.Create<string, JsonNode?>(category, result));

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..8];

    [GeneratedRegex(@"^\[\[transcript [0-9a-f]{32} (?:number \d+|end)\]\]$", RegexOptions.Multiline)]
    private static partial Regex TranscriptMarker();
}
