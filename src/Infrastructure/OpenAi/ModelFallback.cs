using DealInsights.Domain.Insights;
using Microsoft.Extensions.Logging;

namespace DealInsights.Infrastructure.OpenAi;

/// <summary>Logs and counts answers of the offline rules in place of the model.</summary>
internal sealed partial class ModelFallback(ModelMetrics metrics, ILogger<ModelFallback> logger)
{
    /// <summary>Reports a question that got no usable answer.</summary>
    public void Report(LanguageModelException failure)
    {
        metrics.RecordFallback(failure.Reason);
        // Only the type: the message may quote the question or the answer.
        LogFallback(failure.Reason, failure.Status, failure.InnerException?.GetType().Name);
    }

    /// <summary>Reports an answer that left titles open; none is no report.</summary>
    public void ReportOpenTitles(int count)
    {
        if (count > 0)
        {
            metrics.RecordFallback(ModelFailure.Invalid);
            LogOpenTitles(count);
        }
    }

    [LoggerMessage(EventId = 1, EventName = "ModelFellBack", Level = LogLevel.Warning,
        Message = "The offline rules answer, since the language model did not: {Reason} (status {Status}, {Cause})")]
    private partial void LogFallback(ModelFailure reason, int? status, string? cause);

    [LoggerMessage(EventId = 2, EventName = "TitlesLeftOpen", Level = LogLevel.Warning,
        Message = "The language model left {OpenTitles} titles open; the offline rules judge them")]
    private partial void LogOpenTitles(int openTitles);
}
