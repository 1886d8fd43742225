using System.Diagnostics;
using DealInsights.Application.Deals;
using DealInsights.Application.Diagnostics;
using FluentValidation;
using MediatR;
using Microsoft.Extensions.Logging;

namespace DealInsights.Application.Behaviors;

/// <summary>Records how long each query took and how it ended: in the log, the metrics, a span and the request's timings.</summary>
internal sealed partial class TimingBehavior<TRequest, TResponse>(
    TimeProvider clock,
    RequestTimings timings,
    Telemetry telemetry,
    ILogger<TimingBehavior<TRequest, TResponse>> logger)
    : IPipelineBehavior<TRequest, TResponse>
    where TRequest : notnull
{
    private static readonly string QueryName = NameOf(typeof(TRequest));

    public async Task<TResponse> Handle(
        TRequest request, CancellationToken cancellationToken, RequestHandlerDelegate<TResponse> next)
    {
        using var span = StartSpan(request);
        var started = clock.GetTimestamp();
        var database = timings.WaitedFor(Upstream.Database);
        var model = timings.WaitedFor(Upstream.Model);
        // Everything but a cancellation by the caller and an invalid query is a failure.
        var outcome = QueryOutcome.Failed;
        try
        {
            var response = await next();
            outcome = QueryOutcome.Ok;
            return response;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            outcome = QueryOutcome.Cancelled;
            throw;
        }
        catch (ValidationException)
        {
            outcome = QueryOutcome.Invalid;
            throw;
        }
        finally
        {
            var query = new QueryTiming(
                QueryName,
                outcome,
                clock.GetElapsedTime(started),
                Since(database, timings.WaitedFor(Upstream.Database)),
                Since(model, timings.WaitedFor(Upstream.Model)));
            Record(query, span);
        }
    }

    // Null when nothing was waited for since.
    private static TimeSpan? Since(TimeSpan? before, TimeSpan? now) => before is { } earlier
        ? now - earlier is { Ticks: > 0 } waited ? waited : null
        : now;

    private Activity? StartSpan(TRequest request)
    {
        var span = telemetry.Source.StartActivity(QueryName);
        if (span is { IsAllDataRequested: true } && request is IDealQuery { Deal: var deal } && (deal.Id ?? deal.Name) is { } identity)
        {
            span.SetTag("deal.hash", DealHash.Of(identity));
        }

        return span;
    }

    private void Record(QueryTiming query, Activity? span)
    {
        var outcome = query.Outcome.ToTag();
        timings.Add(query);
        telemetry.RecordQuery(query);
        span?.SetTag("outcome", outcome);
        if (query.Outcome == QueryOutcome.Failed)
        {
            span?.SetStatus(ActivityStatusCode.Error);
        }

        // Each request has a line already; this one is for tracking down a failure or one request.
        LogQuery(
            query.Outcome == QueryOutcome.Failed ? LogLevel.Information : LogLevel.Debug,
            query.Name,
            outcome,
            query.Duration.TotalMilliseconds);
    }

    private static string NameOf(Type request) => Array.Find(
        ["Query", "Command"], kind => request.Name.EndsWith(kind, StringComparison.Ordinal)) is { } ending
            ? request.Name[..^ending.Length]
            : request.Name;

    // Names the query, never its contents: a deal's name is customer data.
    [LoggerMessage(EventId = 1, EventName = "QueryEnded",
        Message = "{Query} {Outcome} in {ElapsedMilliseconds:F2}ms")]
    private partial void LogQuery(LogLevel level, string query, string outcome, double elapsedMilliseconds);
}
