using DealInsights.Application.Diagnostics;
using DealInsights.Domain.Insights;
using Microsoft.Extensions.Logging;

namespace DealInsights.Infrastructure.LanguageModel;

/// <summary>Asks the model and, when it gives no usable answer, the offline rules.</summary>
internal sealed partial class ModelFallback(
    TimeProvider clock, RequestTimings timings, ModelMetrics metrics, ILogger<ModelFallback> logger)
{
    /// <summary>The model's answer or, with the reason in its source, the offline one.</summary>
    /// <exception cref="OperationCanceledException">The caller gave up.</exception>
    public async Task<Insight<T>> AnswerAsync<T>(
        Func<CancellationToken, Task<T>> askModel,
        Func<CancellationToken, Task<Insight<T>>> askOffline,
        CancellationToken cancellationToken)
    {
        var started = clock.GetTimestamp();
        try
        {
            using var waiting = timings.Waiting(Upstream.Model);

            return new Insight<T>(await askModel(cancellationToken), InsightSource.Model);
        }
        catch (LanguageModelException failure)
        {
            metrics.RecordFallback(failure.Reason);
            // The type alone: the message may quote what was asked or answered.
            var cause = failure.InnerException?.GetType().Name;
            LogFallback(failure.Reason, failure.Status, cause, clock.GetElapsedTime(started).TotalMilliseconds);

            return await askOffline(cancellationToken) with { Source = InsightSource.OfflineBecause(failure.Reason) };
        }
    }

    [LoggerMessage(EventId = 1, EventName = "ModelFellBack", Level = LogLevel.Warning,
        Message = "The offline rules answer, since the language model did not: {Reason} (status {Status}, {Cause}) "
            + "after {ElapsedMilliseconds:F0}ms")]
    private partial void LogFallback(ModelFailure reason, int? status, string? cause, double elapsedMilliseconds);
}
