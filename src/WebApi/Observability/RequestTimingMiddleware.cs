using DealInsights.Application.Diagnostics;
using Microsoft.Extensions.Options;

namespace DealInsights.WebApi.Observability;

/// <summary>
/// Logs the start and the end of each request, and sets the headers that tell its caller where the time went. Outermost, to
/// measure the whole request.
/// </summary>
internal sealed partial class RequestTimingMiddleware(
    RequestDelegate next,
    TimeProvider clock,
    Telemetry telemetry,
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
        var path = ShownPath.PathOf(context);
        // A scraper asks every few seconds.
        var level = context.Request.Path.StartsWithSegments(MetricsEndpoint.Path) ? LogLevel.Debug : LogLevel.Information;
        LogStarted(level, method, path);
        telemetry.AddRequest(1);
        try
        {
            await next(context);
        }
        finally
        {
            telemetry.AddRequest(-1);
            var elapsed = clock.GetElapsedTime(started);
            // The server does not cancel this token once the last byte of a response with a length is written.
            if (context.RequestAborted.IsCancellationRequested)
            {
                LogCancelled(level, method, path, elapsed.TotalMilliseconds);
            }
            else
            {
                var label = options.Value.LabelFor(elapsed);
                LogCompleted(level, method, path, elapsed.TotalMilliseconds, label);
            }
        }
    }

    [LoggerMessage(EventId = 1, EventName = "RequestStarted",
        Message = "→ [{Method}] {Path} - Request started")]
    private partial void LogStarted(LogLevel level, string method, string path);

    [LoggerMessage(EventId = 2, EventName = "RequestCompleted",
        Message = "← [{Method}] {Path} - Completed in {ElapsedMilliseconds:F2}ms [{Label}]")]
    private partial void LogCompleted(
        LogLevel level, string method, string path, double elapsedMilliseconds, string label);

    [LoggerMessage(EventId = 3, EventName = "RequestCancelled",
        Message = "← [{Method}] {Path} - Cancelled by the caller after {ElapsedMilliseconds:F2}ms")]
    private partial void LogCancelled(LogLevel level, string method, string path, double elapsedMilliseconds);
}
