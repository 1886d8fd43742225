using DealInsights.Application.Meetings;
using DealInsights.Domain.Insights;
using DealInsights.Infrastructure.Offline;

namespace DealInsights.Infrastructure.LanguageModel;

/// <inheritdoc/>
internal sealed class MeetingSummarizerWithFallback(
    ChatMeetingSummarizer model, OfflineMeetingSummarizer offline, ModelFallback fallback) : IMeetingSummarizer
{
    /// <inheritdoc/>
    public Task<Insight<string>> SummarizeAsync(string transcript, CancellationToken cancellationToken) =>
        fallback.AnswerAsync(
            token => model.SummarizeAsync(transcript, token),
            token => offline.SummarizeAsync(transcript, token),
            cancellationToken);
}
