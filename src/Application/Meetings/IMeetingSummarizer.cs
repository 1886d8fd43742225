using DealInsights.Domain.Insights;
using DealInsights.Domain.Meetings;

namespace DealInsights.Application.Meetings;

/// <summary>Summarizes what was said in the latest meetings of a deal.</summary>
public interface IMeetingSummarizer
{
    /// <summary>
    /// Summarizes in two to three lines: key points, decisions, positive and negative buying signals. A summary that a
    /// model wrote of the same material before is answered again; one of older material may be, as
    /// <see cref="InsightFreshness.Stale"/>, while the new one is written. Always answers: when a configured model
    /// fails, the offline rules stand in and the insight's source says why.
    /// </summary>
    /// <param name="dealName">The deal.</param>
    /// <param name="digest">What its overview is made from, see <see cref="OverviewDigest"/>.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>
    /// <see langword="null"/> when there is nothing to summarize any more: the meetings went away since the digest was
    /// read.
    /// </returns>
    /// <exception cref="Failures.UpstreamUnavailableException">The meetings cannot be read.</exception>
    Task<Insight<MeetingSummary>?> SummarizeAsync(string dealName, string digest, CancellationToken cancellationToken);

    /// <summary>
    /// Summarizes as <see cref="SummarizeAsync"/> does, and lets the caller read along. A summary that is remembered comes
    /// at once and alone; one of older material comes at once and first, the new one after it, or where that fails the
    /// older one again. Whoever asks for the same meanwhile, in whichever way, shares the work and its outcome; that a
    /// caller leaves, or is slow to take what comes, is felt by nobody else.
    /// </summary>
    /// <param name="dealName">The deal.</param>
    /// <param name="digest">What its overview is made from, see <see cref="OverviewDigest"/>.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>
    /// The steps as they come; the last is <see cref="WritingStep{T}.Finished"/>. A draft that is not the model's final
    /// word is discarded before that.
    /// </returns>
    /// <exception cref="Failures.UpstreamUnavailableException">The meetings cannot be read.</exception>
    IAsyncEnumerable<WritingStep<Insight<MeetingSummary>>> FollowAsync(
        string dealName, string digest, CancellationToken cancellationToken);
}
