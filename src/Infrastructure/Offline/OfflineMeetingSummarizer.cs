using System.Runtime.CompilerServices;
using DealInsights.Application.Meetings;
using DealInsights.Domain.Insights;
using DealInsights.Domain.Meetings;

namespace DealInsights.Infrastructure.Offline;

/// <inheritdoc/>
/// <remarks>Remembers nothing: what takes milliseconds and costs nothing need not be kept, and cannot grow stale.</remarks>
internal sealed class OfflineMeetingSummarizer(IMeetingRepository meetings, TimeProvider clock) : IMeetingSummarizer
{
    /// <inheritdoc/>
    public async Task<Insight<MeetingSummary>?> SummarizeAsync(
        string dealName, string digest, CancellationToken cancellationToken)
    {
        var excerpts = OverviewMaterial.Choose(await meetings.FindForOverviewAsync(dealName, cancellationToken));

        return excerpts.Count == 0
            ? null
            : new Insight<MeetingSummary>(OfflineSummary.Of(excerpts), InsightSource.Offline, clock.GetUtcNow());
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<WritingStep<Insight<MeetingSummary>>> FollowAsync(
        string dealName, string digest, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        yield return new WritingStep<Insight<MeetingSummary>>.Finished(
            await SummarizeAsync(dealName, digest, cancellationToken));
    }
}
