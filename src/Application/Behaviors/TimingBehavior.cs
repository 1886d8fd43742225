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
        // Only a caller's cancellation and an invalid query are told from a failure, so everything else stays one.
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
            Record(new QueryTiming(QueryName, outcome, clock.GetElapsedTime(started)), span);
        }
    }

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
        var outcome = Telemetry.NameOf(query.Outcome);
        timings.Add(query);
        telemetry.RecordQuery(query);
        span?.SetTag("outcome", outcome);
        if (query.Outcome == QueryOutcome.Failed)
        {
            span?.SetStatus(ActivityStatusCode.Error);
        }

        // Every request has a line of its own; this one is for who looks into a request, or at what failed in it.
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
