using DealInsights.Domain.Insights;
using DealInsights.Domain.Meetings;

namespace DealInsights.Application.Meetings;

/// <summary>Summarizes what was said in the latest meetings of a deal.</summary>
public interface IMeetingSummarizer
{
    /// <summary>
    /// Summarizes in two to three lines: key points, decisions, positive and negative buying signals. A stored summary of
    /// the same meetings is returned again. One of older meetings may be returned as <see cref="InsightFreshness.Stale"/>
    /// while the new one is written in the background. When a configured model fails, the offline rules stand in and the
    /// insight's source says why.
    /// </summary>
    /// <param name="dealName">The deal.</param>
    /// <param name="versions">Its meetings, from <see cref="IMeetingRepository.FindOverviewVersionsAsync"/>; not empty.</param>
    /// <param name="cancellationToken">Cancels the wait; the work goes on while others wait for it.</param>
    /// <returns><see langword="null"/> when the transcripts were removed since the versions were read.</returns>
    /// <exception cref="Failures.UpstreamUnavailableException">The meetings cannot be read.</exception>
    Task<Insight<MeetingSummary>?> SummarizeAsync(
        string dealName, IReadOnlyList<MeetingVersion> versions, CancellationToken cancellationToken);

    /// <summary>
    /// Summarizes as <see cref="SummarizeAsync"/> does. Where a model is asked, the first caller receives its statements as
    /// they are complete and proven; others who ask for the same overview meanwhile receive it when it is finished.
    /// </summary>
    /// <inheritdoc cref="SummarizeAsync" path="/param"/>
    /// <returns>The events; the last is <see cref="OverviewEvent{T}.Final"/>.</returns>
    /// <exception cref="Failures.UpstreamUnavailableException">The meetings cannot be read.</exception>
    IAsyncEnumerable<OverviewEvent<Insight<MeetingSummary>?>> StreamAsync(
        string dealName, IReadOnlyList<MeetingVersion> versions, CancellationToken cancellationToken);
}
