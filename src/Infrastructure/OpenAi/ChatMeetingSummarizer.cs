using System.Text.Json.Serialization;
using DealInsights.Domain.Insights;
using DealInsights.Domain.Meetings;
using DealInsights.Domain.Privacy;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using OpenAI.Chat;

namespace DealInsights.Infrastructure.OpenAi;

/// <summary>Asks the model to summarize transcripts, and keeps only statements that quotes prove.</summary>
internal sealed partial class ChatMeetingSummarizer(
    ModelCalls model,
    TranscriptFence fence,
    TranscriptTrimmer trimmer,
    QuestionRedaction redactions,
    IOptions<LanguageModelOptions> modelOptions,
    IOptions<SellerOptions> seller,
    ILogger<ChatMeetingSummarizer> logger)
{
    // The prompt asks for two to three; a few more are accepted.
    private const int MaxStatements = 5;

    // Each statement has about two quotes of 20 words; the configured limit is for the summary itself.
    private const int TokensForEvidence = 500;

    /// <summary>
    /// The schema of the answer. The quotes come before the statement, because a model that names its evidence first invents
    /// less.
    /// </summary>
    public static readonly ChatResponseFormat Format = ChatResponseFormat.CreateJsonSchemaFormat(
        "company_overview",
        BinaryData.FromString(
            """
            {
              "type": "object",
              "properties": {
                "statements": {
                  "type": "array",
                  "items": {
                    "type": "object",
                    "properties": {
                      "evidence": {
                        "type": "array",
                        "items": {
                          "type": "object",
                          "properties": {
                            "transcript": { "type": "integer" },
                            "quote": { "type": "string" }
                          },
                          "required": ["transcript", "quote"],
                          "additionalProperties": false
                        }
                      },
                      "statement": { "type": "string" }
                    },
                    "required": ["evidence", "statement"],
                    "additionalProperties": false
                  }
                }
              },
              "required": ["statements"],
              "additionalProperties": false
            }
            """),
        jsonSchemaIsStrict: true);

    private readonly string _instructions =
        Prompt.CompanyOverview.Text.Replace("{seller}", seller.Value.Name, StringComparison.Ordinal);

    /// <summary>The version of the questions.</summary>
    public string PromptVersion => redactions.VersionOf(Prompt.CompanyOverview);

    /// <summary>
    /// Returns two to three statements, each with at least one quote that occurs in the transcripts. Others are dropped; when
    /// none is left, the model is asked once more.
    /// </summary>
    /// <param name="excerpts">At least one.</param>
    /// <param name="onStatement">
    /// Receives each statement as soon as it is complete and proven, those of attempts that fail later too;
    /// <see langword="null"/> when nobody reads while the model writes.
    /// </param>
    /// <param name="deadline">The deadline of the answer, including that of a second question.</param>
    /// <param name="cancellationToken">Cancels the question.</param>
    /// <exception cref="LanguageModelException">There is no usable answer.</exception>
    public async Task<ModelSummary> SummarizeAsync(
        IReadOnlyList<Excerpt> excerpts,
        Action<SummaryStatement>? onStatement,
        ModelDeadline deadline,
        CancellationToken cancellationToken)
    {
        // Before anything is cut, so that no part of an address is left.
        var redaction = redactions.Of([.. excerpts.Select(excerpt => excerpt.Text)]);
        var material = trimmer.Trim([.. excerpts.Zip(redaction.Texts, (excerpt, text) => excerpt with { Text = text })]);
        var proof = new Proof(new QuoteFinder(material), redaction);
        var beginAttempt = onStatement is null ? null : BeginAttempts(proof, onStatement);

        var first = await AskAsync(material, beginAttempt, deadline, cancellationToken);
        var proven = Prove(first.Statements, proof);
        if (proven.Count > 0)
        {
            return new ModelSummary(new MeetingSummary(proven), first.InputTokens, first.OutputTokens);
        }

        LogUnproven(first.Statements.Count);
        var second = await AskAsync(material, beginAttempt, deadline, cancellationToken);
        proven = Prove(second.Statements, proof);

        return proven.Count > 0
            ? new ModelSummary(
                new MeetingSummary(proven),
                first.InputTokens + second.InputTokens,
                first.OutputTokens + second.OutputTokens)
            : throw new LanguageModelException(ModelFailure.Invalid);
    }

    /// <summary>Passes on the proven statements of every attempt, each once and no more than a summary may have.</summary>
    private static Func<Action<string>> BeginAttempts(Proof proof, Action<SummaryStatement> onStatement)
    {
        var passedOn = new HashSet<string>(StringComparer.Ordinal);

        return () =>
        {
            var count = 0;

            return new StatementReader(json =>
            {
                if (ModelJson.TryRead<Statement>(json) is { } written
                    && proof.Of(written) is { } proven
                    && ++count <= MaxStatements
                    && passedOn.Add(proven.Text))
                {
                    onStatement(proven);
                }
            }).Add;
        };
    }

    private async Task<Draft> AskAsync(
        IReadOnlyList<Excerpt> material,
        Func<Action<string>>? beginAttempt,
        ModelDeadline deadline,
        CancellationToken cancellationToken)
    {
        var answer = await model.AskAsync(
            new ModelQuestion(
                _instructions,
                // A new code for every question, so that no transcript can know it.
                fence.Enclose([.. material.Select(excerpt => excerpt.Text)]),
                modelOptions.Value.MaxOutputTokens + TokensForEvidence,
                Format),
            beginAttempt,
            deadline,
            cancellationToken);
        var written = ModelJson.Read<Answer>(answer.Text).Statements;

        return new Draft([.. written.OfType<Statement>()], answer.InputTokens, answer.OutputTokens);
    }

    private List<SummaryStatement> Prove(IReadOnlyList<Statement> statements, Proof proof)
    {
        var proven = statements.Select(proof.Of).OfType<SummaryStatement>().Take(MaxStatements).ToList();
        if (proven.Count < statements.Count && proven.Count > 0)
        {
            LogDropped(statements.Count - proven.Count, statements.Count);
        }

        return proven;
    }

    [LoggerMessage(EventId = 1, EventName = "StatementsDropped", Level = LogLevel.Information,
        Message = "Dropped {Dropped} of {Statements} statements of the language model: nobody said what they quote")]
    private partial void LogDropped(int dropped, int statements);

    [LoggerMessage(EventId = 2, EventName = "SummaryUnproven", Level = LogLevel.Information,
        Message = "Nobody said what the language model quotes for its {Statements} statements; asking once more")]
    private partial void LogUnproven(int statements);

    private sealed record Draft(IReadOnlyList<Statement> Statements, int? InputTokens, int? OutputTokens);

    // The serializer does not check the elements of the lists for null.
    private sealed record Answer(IReadOnlyList<Statement?> Statements);

    private sealed record Statement(
        IReadOnlyList<Evidence?> Evidence,
        [property: JsonPropertyName("statement")] string Text);

    private sealed record Evidence(int Transcript, string Quote);

    /// <summary>Checks statements against what the model was shown, and restores what was redacted.</summary>
    private sealed class Proof(QuoteFinder transcripts, Redaction redaction)
    {
        /// <summary>The statement with those of its quotes that occur; <see langword="null"/> when none does.</summary>
        public SummaryStatement? Of(Statement statement)
        {
            var text = redaction.Restore(SummaryText.Clean(statement.Text).ReplaceLineEndings(" "));
            List<Quote> evidence =
            [
                .. statement.Evidence.OfType<Evidence>()
                    .Select(evidence => transcripts.Find(evidence.Quote, evidence.Transcript))
                    .OfType<Quote>()
                    .Select(quote => quote with { Text = redaction.RestoreQuote(quote.Text) })
                    .Distinct(),
            ];

            return text.Length > 0 && evidence.Count > 0 ? new SummaryStatement(text, evidence) : null;
        }
    }
}

/// <summary>A summary and its cost.</summary>
/// <param name="Summary">Every statement with its evidence.</param>
/// <param name="InputTokens">Tokens of all questions that were asked for it; <see langword="null"/> where the model does not say.</param>
/// <param name="OutputTokens">Tokens of their answers, likewise.</param>
internal sealed record ModelSummary(MeetingSummary Summary, int? InputTokens, int? OutputTokens);
