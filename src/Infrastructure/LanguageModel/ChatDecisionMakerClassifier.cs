using System.Text.Encodings.Web;
using System.Text.Json;
using DealInsights.Domain.Insights;
using DealInsights.Domain.Text;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using OpenAI.Chat;

namespace DealInsights.Infrastructure.LanguageModel;

/// <summary>Lets the model judge titles, all of a request in one question.</summary>
internal sealed partial class ChatDecisionMakerClassifier(
    ModelCalls model, IOptions<LanguageModelOptions> options, ILogger<ChatDecisionMakerClassifier> logger)
{
    /// <summary>The most code points of a title that are sent; more is no title.</summary>
    public const int MaxTitleLength = 200;

    // A judgement takes about 25 tokens. No model writes more than some 16,000 at once: an answer that would is cut
    // off, and the offline rules judge all of these hundreds of titles.
    private const int TokensPerTitle = 40;
    private const int TokensAroundTitles = 100;
    private const int MaxTokens = 16_000;

    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        // "geschäftsführer" rather than a row of escapes, which cost tokens and understanding.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    // The level comes before the verdict: a model that has to name its evidence first judges better.
    private static readonly ChatResponseFormat Format = ChatResponseFormat.CreateJsonSchemaFormat(
        "decision_makers",
        BinaryData.FromString(
            """
            {
              "type": "object",
              "properties": {
                "judgements": {
                  "type": "array",
                  "items": {
                    "type": "object",
                    "properties": {
                      "id": { "type": "integer" },
                      "level": { "type": "string" },
                      "may_decide": { "type": "boolean" }
                    },
                    "required": ["id", "level", "may_decide"],
                    "additionalProperties": false
                  }
                }
              },
              "required": ["judgements"],
              "additionalProperties": false
            }
            """),
        jsonSchemaIsStrict: true);

    /// <summary>Judges titles.</summary>
    /// <returns>
    /// At most one judgement for each title. A title that the model left out or contradicted itself about has none.
    /// </returns>
    /// <exception cref="LanguageModelException">There is no usable answer.</exception>
    public async Task<IReadOnlyDictionary<string, bool>> ClassifyAsync(
        IReadOnlyList<string> titles, CancellationToken cancellationToken)
    {
        var asked = titles.Select(
            (title, index) => new AskedTitle(index + 1, CodePoints.Truncate(title, MaxTitleLength)));
        var answer = await model.AskAsync(
            new ModelQuestion(
                Prompt.DecisionMakers,
                JsonSerializer.Serialize(new Question([.. asked]), Json),
                MaxOutputTokens(titles.Count),
                Format),
            cancellationToken);

        return Match(titles, Parse(answer));
    }

    private int MaxOutputTokens(int titles) =>
        Math.Max(
            options.Value.MaxOutputTokens,
            (int)Math.Min(MaxTokens, TokensAroundTitles + ((long)TokensPerTitle * titles)));

    private static IReadOnlyList<Judgement> Parse(ModelAnswer answer)
    {
        try
        {
            // An answer that was cut off is no JSON.
            var judgements = JsonSerializer.Deserialize<Answer>(answer.Text, Json)?.Judgements;

            return judgements is null || judgements.Contains(null)
                ? throw new LanguageModelException(ModelFailure.Invalid)
                : [.. judgements.OfType<Judgement>()];
        }
        catch (JsonException unreadable)
        {
            throw new LanguageModelException(ModelFailure.Invalid, unreadable);
        }
    }

    private Dictionary<string, bool> Match(IReadOnlyList<string> titles, IReadOnlyList<Judgement> judgements)
    {
        var known = judgements.Where(judgement => judgement.Id >= 1 && judgement.Id <= titles.Count).ToList();
        if (known.Count < judgements.Count)
        {
            LogUnknownIds(judgements.Count - known.Count);
        }

        return known
            .GroupBy(judgement => judgement.Id, judgement => judgement.MayDecide)
            .Where(verdicts => verdicts.Distinct().Count() == 1)
            .ToDictionary(verdicts => titles[verdicts.Key - 1], verdicts => verdicts.First(), StringComparer.Ordinal);
    }

    [LoggerMessage(EventId = 1, EventName = "UnknownTitlesJudged", Level = LogLevel.Debug,
        Message = "The language model judged {Count} titles that it was not asked about; ignored")]
    private partial void LogUnknownIds(int count);

    private sealed record Question(IReadOnlyList<AskedTitle> Titles);

    private sealed record AskedTitle(int Id, string Title);

    // The serializer checks the list for null, but not what is in it.
    private sealed record Answer(IReadOnlyList<Judgement?> Judgements);

    // The level has done its work once the model has written it.
    private sealed record Judgement(int Id, bool MayDecide);
}
