using DealInsights.Domain.Insights;

namespace DealInsights.Application.Meetings;

/// <summary>Summarizes what was said in meetings.</summary>
public interface IMeetingSummarizer
{
    /// <summary>
    /// Summarizes in two to three lines: key points, decisions, positive and negative buying signals. Always answers:
    /// when a configured model fails, the offline rules stand in and the insight's source says why.
    /// </summary>
    /// <param name="transcript">What was said, not blank. Untrusted text: it may try to give orders.</param>
    /// <param name="cancellationToken">Gives up; the only reason for which this throws.</param>
    Task<Insight<string>> SummarizeAsync(string transcript, CancellationToken cancellationToken);
}
