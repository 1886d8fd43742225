using Microsoft.Extensions.Logging;

namespace DealInsights.Infrastructure.OpenAi;

/// <summary>Logs and counts answers of the offline rules in place of the model.</summary>
internal sealed partial class ModelFallback(TimeProvider clock, ModelMetrics metrics, ILogger<ModelFallback> logger)
{
    private readonly TimeProvider _clock = clock;

    /// <summary>Starts measuring a question.</summary>
    public Question Begin() => new(this, _clock.GetTimestamp());

    private void Report(LanguageModelException failure, TimeSpan elapsed)
    {
        metrics.RecordFallback(failure.Reason);
        // Only the type: the message may quote the question or the answer.
        var cause = failure.InnerException?.GetType().Name;
        LogFallback(failure.Reason, failure.Status, cause, elapsed.TotalMilliseconds);
    }

    [LoggerMessage(EventId = 1, EventName = "ModelFellBack", Level = LogLevel.Warning,
        Message = "The offline rules answer, since the language model did not: {Reason} (status {Status}, {Cause}) "
            + "after {ElapsedMilliseconds:F0}ms")]
    private partial void LogFallback(
        Domain.Insights.ModelFailure reason, int? status, string? cause, double elapsedMilliseconds);

    /// <summary>A question to the model and its start.</summary>
    internal readonly struct Question(ModelFallback fallback, long started)
    {
        /// <summary>Logs and counts that the question got no usable answer.</summary>
        public void Report(LanguageModelException failure) =>
            fallback.Report(failure, fallback._clock.GetElapsedTime(started));
    }
}
