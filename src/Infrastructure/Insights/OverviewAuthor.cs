using DealInsights.Application.Diagnostics;
using DealInsights.Domain.Meetings;
using DealInsights.Infrastructure.Offline;
using DealInsights.Infrastructure.OpenAi;
using Microsoft.Extensions.Options;

namespace DealInsights.Infrastructure.Insights;

/// <summary>
/// Writes overviews: the configured language model, or the offline rules when no model is configured and when the
/// transcripts say too little.
/// </summary>
internal sealed class OverviewAuthor(
    LanguageModelStatus status, IOptions<SellerOptions> seller, TimeProvider clock, ChatMeetingSummarizer? model = null)
{
    private const string RulesVersion = "offline-summary.v1";

    /// <summary>Whether the offline rules write all overviews, since no model is configured.</summary>
    public bool IsOffline => model is null;

    /// <summary>The author's part of every fingerprint: equal for authors that would write the same.</summary>
    public string Version => model is null
        ? Fingerprint.Of(RulesVersion)
        : Fingerprint.Of(model.PromptVersion, status.Name, status.Deployment!, seller.Value.Name);

    /// <summary>Writes an overview.</summary>
    /// <param name="excerpts">At least one.</param>
    /// <param name="onStatement">
    /// Receives each statement as soon as it is complete and proven; <see langword="null"/> when nobody listens.
    /// </param>
    /// <param name="deadline">When the overview has to be there.</param>
    /// <param name="cancellationToken">Cancels the work.</param>
    /// <exception cref="LanguageModelException">The model gave no usable answer.</exception>
    public async Task<(MeetingSummary Summary, InsightOrigin Origin)> WriteAsync(
        IReadOnlyList<Excerpt> excerpts,
        Action<SummaryStatement>? onStatement,
        ModelDeadline deadline,
        CancellationToken cancellationToken)
    {
        if (model is null || !OverviewMaterial.SaysEnough(excerpts))
        {
            return WriteOffline(excerpts);
        }

        var written = await model.SummarizeAsync(excerpts, onStatement, deadline, cancellationToken);

        return (
            written.Summary,
            new InsightOrigin(
                status.Name,
                status.Deployment!,
                model.PromptVersion,
                written.InputTokens,
                written.OutputTokens,
                clock.GetUtcNow()));
    }

    /// <summary>Writes an overview by the offline rules.</summary>
    public (MeetingSummary Summary, InsightOrigin Origin) WriteOffline(IReadOnlyList<Excerpt> excerpts) => (
        OfflineSummary.Of(excerpts),
        new InsightOrigin(InsightOrigin.Offline, "", RulesVersion, InputTokens: null, OutputTokens: null, clock.GetUtcNow()));
}
