using DealInsights.Application.Diagnostics;
using DealInsights.WebApi.Diagnostics;
using DealInsights.WebApi.Http;
using DealInsights.WebApi.Observability;
using Microsoft.Extensions.Options;

namespace DealInsights.WebApi.Timing;

/// <summary>
/// Writes the lines by which operators follow requests, and tells the caller in headers where the time went. Outermost,
/// so that nothing a request does is outside its time.
/// </summary>
internal sealed partial class RequestTimingMiddleware(
    RequestDelegate next,
    TimeProvider clock,
    TimingRecord record,
    ShownPath shown,
    IOptions<TimingOptions> options,
    ILogger<RequestTimingMiddleware> logger)
{
    public async Task InvokeAsync(HttpContext context, RequestTimings timings)
    {
        var started = clock.GetTimestamp();
        context.Response.OnStarting(() =>
        {
            ServerTimingHeaders.Set(context.Response, clock.GetElapsedTime(started), timings);
            return Task.CompletedTask;
        });

        var method = ShownPath.MethodOf(context);
        // Without the query, which names the deal. A path of which all is known cannot forge a line of the log.
        var path = shown.Of(context);
        // Every few seconds a program asks for the metrics, of which nobody wants to read.
        var level = context.Request.Path.StartsWithSegments(MetricsEndpoint.Path) ? LogLevel.Debug : LogLevel.Information;
        LogStarted(level, method, path);
        record.Begin(started);
        try
        {
            await next(context);
        }
        finally
        {
            var ended = clock.GetTimestamp();
            var elapsed = clock.GetElapsedTime(started, ended);
            var isCancelled = CancelledCalls.IsOne(context);
            record.End(ended, Ended(context, isCancelled, elapsed, timings), static context => Problems.TraceIdOf(context), context);
            var milliseconds = Milliseconds.Of(elapsed);
            if (isCancelled)
            {
                LogCancelled(level, method, path, milliseconds);
            }
            else
            {
                var label = options.Value.LabelFor(elapsed);
                LogCompleted(level, method, path, milliseconds, label);
            }
        }
    }

    private static EndedRequest Ended(HttpContext context, bool isCancelled, TimeSpan elapsed, RequestTimings timings) => new(
        elapsed,
        isCancelled ? null : context.Response.StatusCode,
        timings.Queries,
        timings.WaitedFor(Upstream.Database),
        timings.WaitedFor(Upstream.Model),
        context.Response.Headers[InsightHeaders.Source]);

    [LoggerMessage(EventId = 1, EventName = "RequestStarted",
        Message = "→ [{Method}] {Path} - Request started")]
    private partial void LogStarted(LogLevel level, string method, string path);

    [LoggerMessage(EventId = 2, EventName = "RequestCompleted",
        Message = "← [{Method}] {Path} - Completed in {ElapsedMilliseconds}ms [{Label}]")]
    private partial void LogCompleted(
        LogLevel level, string method, string path, decimal elapsedMilliseconds, string label);

    [LoggerMessage(EventId = 3, EventName = "RequestCancelled",
        Message = "← [{Method}] {Path} - Cancelled by the caller after {ElapsedMilliseconds}ms")]
    private partial void LogCancelled(LogLevel level, string method, string path, decimal elapsedMilliseconds);
}
