using System.Diagnostics;

namespace DealInsights.WebApi.Logging;

/// <summary>When an event was logged, and within which trace.</summary>
/// <param name="Time">In UTC.</param>
/// <param name="TraceId">The trace; the default when there is none.</param>
/// <param name="SpanId">The span; the default when there is none.</param>
internal readonly record struct EventMoment(DateTime Time, ActivityTraceId TraceId, ActivitySpanId SpanId)
{
    /// <summary>The current one of this thread.</summary>
    public static EventMoment Now(TimeProvider clock)
    {
        var time = clock.GetUtcNow().UtcDateTime;

        return Activity.Current is { IdFormat: ActivityIdFormat.W3C } activity
            ? new EventMoment(time, activity.TraceId, activity.SpanId)
            : new EventMoment(time, default, default);
    }
}
