using DealInsights.Domain.Insights;
using DealInsights.Domain.Privacy;
using DealInsights.Domain.Text;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using OpenAI.Chat;

namespace DealInsights.Infrastructure.OpenAi;

/// <summary>Asks the model to judge titles, many in one question.</summary>
internal sealed partial class ChatDecisionMakerClassifier(
    ModelCalls model,
    QuestionRedaction redactions,
    IOptions<LanguageModelOptions> options,
    ILogger<ChatDecisionMakerClassifier> logger)
{
    /// <summary>The most code points of a title that are sent.</summary>
    public const int MaxTitleLength = 200;

    /// <summary>
    /// The most titles of one question. With more, models become careless, and a failure affects all of them.
    /// </summary>
    public const int MaxTitles = 50;

    private const int MaxLevelLength = 60;

    // A judgement takes about 25 tokens.
    private const int TokensPerTitle = 40;
    private const int TokensAroundTitles = 100;

    // The level comes before the verdict, because a model that names its evidence first judges better.
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

    /// <summary>The version of the questions.</summary>
    public string PromptVersion => redactions.VersionOf(Prompt.DecisionMakers);

    /// <summary>Judges titles.</summary>
    /// <param name="titles">At most <see cref="MaxTitles"/>.</param>
    /// <param name="deadline">The deadline of the answer.</param>
    /// <param name="cancellationToken">Cancels the question.</param>
    /// <returns>
    /// At most one judgement for each title. A title that the model left out or contradicted itself about has none.
    /// </returns>
    /// <exception cref="LanguageModelException">There is no usable answer.</exception>
    public async Task<ModelJudgements> ClassifyAsync(
        IReadOnlyList<string> titles, ModelDeadline deadline, CancellationToken cancellationToken)
    {
        var redaction = redactions.Of(titles);
        var asked = redaction.Texts.Select(
            (title, index) => new AskedTitle(index + 1, CodePoints.Truncate(title, MaxTitleLength)));
        var answer = await model.AskAsync(
            new ModelQuestion(
                Prompt.DecisionMakers.Text,
                ModelJson.Write(new Question([.. asked])),
                MaxOutputTokens(titles.Count),
                Format),
            beginAttempt: null,
            deadline,
            cancellationToken);

        var judgements = ModelJson.Read<Answer>(answer.Text).Judgements;

        return judgements.Contains(null)
            ? throw new LanguageModelException(ModelFailure.Invalid)
            : new ModelJudgements(
                Match(titles, [.. judgements.OfType<Judgement>()], redaction), answer.InputTokens, answer.OutputTokens);
    }

    private int MaxOutputTokens(int titles) =>
        Math.Max(options.Value.MaxOutputTokens, TokensAroundTitles + (TokensPerTitle * titles));

    private Dictionary<string, TitleVerdict> Match(
        IReadOnlyList<string> titles, IReadOnlyList<Judgement> judgements, Redaction redaction)
    {
        var known = judgements.Where(judgement => judgement.Id >= 1 && judgement.Id <= titles.Count).ToList();
        if (known.Count < judgements.Count)
        {
            LogUnknownIds(judgements.Count - known.Count);
        }

        return known
            .GroupBy(judgement => judgement.Id)
            .Where(verdicts => verdicts.DistinctBy(verdict => verdict.MayDecide).Count() == 1)
            .ToDictionary(
                verdicts => titles[verdicts.Key - 1],
                verdicts => new TitleVerdict(
                    verdicts.First().MayDecide,
                    redaction.Restore(CodePoints.Truncate(SummaryText.Clean(verdicts.First().Level), MaxLevelLength))),
                StringComparer.Ordinal);
    }

    [LoggerMessage(EventId = 1, EventName = "UnknownTitlesJudged", Level = LogLevel.Debug,
        Message = "The language model judged {Count} titles that it was not asked about; ignored")]
    private partial void LogUnknownIds(int count);

    private sealed record Question(IReadOnlyList<AskedTitle> Titles);

    private sealed record AskedTitle(int Id, string Title);

    // The serializer does not check the elements of the list for null.
    private sealed record Answer(IReadOnlyList<Judgement?> Judgements);

    private sealed record Judgement(int Id, string Level, bool MayDecide);
}

/// <summary>The model's judgements of titles, and their cost.</summary>
/// <param name="Verdicts">By title.</param>
/// <param name="InputTokens">Tokens of the question; <see langword="null"/> where the model does not say.</param>
/// <param name="OutputTokens">Tokens of the answer, likewise.</param>
internal sealed record ModelJudgements(
    IReadOnlyDictionary<string, TitleVerdict> Verdicts, int? InputTokens, int? OutputTokens);

/// <summary>The model's judgement of a title.</summary>
/// <param name="MayDecide">Whether its bearer may decide on a purchase.</param>
/// <param name="Level">The seniority that it read from the title, in a few words; may be empty.</param>
internal sealed record TitleVerdict(bool MayDecide, string Level);
