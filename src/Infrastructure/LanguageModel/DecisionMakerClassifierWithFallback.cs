using DealInsights.Application.Stakeholders;
using DealInsights.Domain.Insights;
using DealInsights.Infrastructure.Offline;
using Microsoft.Extensions.Logging;

namespace DealInsights.Infrastructure.LanguageModel;

/// <inheritdoc/>
/// <remarks>
/// Titles that the model left out or contradicted itself about are judged offline. The source then names the weakest
/// part: offline because the model's answer was invalid, even when the model judged the others.
/// </remarks>
internal sealed partial class DecisionMakerClassifierWithFallback(
    ChatDecisionMakerClassifier model,
    OfflineDecisionMakerClassifier offline,
    ModelFallback fallback,
    ModelMetrics metrics,
    ILogger<DecisionMakerClassifierWithFallback> logger) : IDecisionMakerClassifier
{
    /// <inheritdoc/>
    public async Task<Insight<IReadOnlyDictionary<string, bool>>> ClassifyAsync(
        IReadOnlyList<string> titles, CancellationToken cancellationToken)
    {
        var judged = await fallback.AnswerAsync(
            token => model.ClassifyAsync(titles, token),
            token => offline.ClassifyAsync(titles, token),
            cancellationToken);
        var open = titles.Where(title => !judged.Value.ContainsKey(title)).ToList();
        if (open.Count == 0)
        {
            return judged;
        }

        metrics.RecordFallback(ModelFailure.Invalid);
        LogOpenTitles(open.Count, titles.Count);
        var rest = await offline.ClassifyAsync(open, cancellationToken);

        return new(
            judged.Value.Concat(rest.Value).ToDictionary(StringComparer.Ordinal),
            InsightSource.OfflineBecause(ModelFailure.Invalid));
    }

    [LoggerMessage(EventId = 1, EventName = "TitlesLeftOpen", Level = LogLevel.Warning,
        Message = "The language model left {OpenTitles} of {Titles} titles open; the offline rules judge them")]
    private partial void LogOpenTitles(int openTitles, int titles);
}
