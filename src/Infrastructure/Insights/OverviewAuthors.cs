using DealInsights.Application.Diagnostics;
using DealInsights.Domain.Meetings;
using DealInsights.Infrastructure.Offline;
using DealInsights.Infrastructure.OpenAi;
using Microsoft.Extensions.Options;

namespace DealInsights.Infrastructure.Insights;

/// <summary>Writes overviews: the configured language model, or the offline rules where there is none.</summary>
internal interface IOverviewAuthor
{
    /// <summary>The author's part of every fingerprint: equal for authors that would write the same.</summary>
    string Version { get; }

    /// <summary>The author's <see cref="InsightOrigin.Source"/>.</summary>
    string Source { get; }

    /// <summary>Writes an overview.</summary>
    /// <param name="excerpts">At least one.</param>
    /// <param name="onStatement">Receives each statement as soon as it is complete and proven; may be <see langword="null"/>.</param>
    /// <param name="deadline">When the overview has to be there.</param>
    /// <param name="cancellationToken">Cancels the work.</param>
    /// <exception cref="LanguageModelException">The model gave no usable answer.</exception>
    Task<(MeetingSummary Summary, InsightOrigin Origin)> WriteAsync(
        IReadOnlyList<Excerpt> excerpts,
        Action<SummaryStatement>? onStatement,
        ModelDeadline deadline,
        CancellationToken cancellationToken);
}

/// <summary>The offline rules as the author of overviews.</summary>
internal sealed class OfflineOverviewAuthor(TimeProvider clock) : IOverviewAuthor
{
    private const string RulesVersion = "offline-summary.v1";

    /// <inheritdoc/>
    public string Version => Fingerprint.Of(RulesVersion);

    /// <inheritdoc/>
    public string Source => InsightOrigin.Offline;

    /// <summary>Writes an overview.</summary>
    public (MeetingSummary Summary, InsightOrigin Origin) Write(IReadOnlyList<Excerpt> excerpts) => (
        OfflineSummary.Of(excerpts),
        new InsightOrigin(Source, "", RulesVersion, InputTokens: null, OutputTokens: null, clock.GetUtcNow()));

    /// <inheritdoc/>
    public Task<(MeetingSummary Summary, InsightOrigin Origin)> WriteAsync(
        IReadOnlyList<Excerpt> excerpts,
        Action<SummaryStatement>? onStatement,
        ModelDeadline deadline,
        CancellationToken cancellationToken) => Task.FromResult(Write(excerpts));
}

/// <summary>The language model as the author of overviews. Transcripts that say too little are left to the offline rules.</summary>
internal sealed class ModelOverviewAuthor(
    ChatMeetingSummarizer model,
    OfflineOverviewAuthor offline,
    QuestionRedaction redactions,
    LanguageModelStatus status,
    IOptions<SellerOptions> seller,
    TimeProvider clock) : IOverviewAuthor
{
    private readonly string _promptVersion = redactions.VersionOf(Prompt.CompanyOverview);

    /// <inheritdoc/>
    public string Version => Fingerprint.Of(_promptVersion, status.Name, status.Deployment!, seller.Value.Name);

    /// <inheritdoc/>
    public string Source => status.Name;

    /// <inheritdoc/>
    public async Task<(MeetingSummary Summary, InsightOrigin Origin)> WriteAsync(
        IReadOnlyList<Excerpt> excerpts,
        Action<SummaryStatement>? onStatement,
        ModelDeadline deadline,
        CancellationToken cancellationToken)
    {
        if (!OverviewMaterial.SaysEnough(excerpts))
        {
            return offline.Write(excerpts);
        }

        var written = await model.SummarizeAsync(excerpts, onStatement, deadline, cancellationToken);

        return (
            written.Summary,
            new InsightOrigin(
                Source, status.Deployment!, _promptVersion, written.InputTokens, written.OutputTokens, clock.GetUtcNow()));
    }
}
