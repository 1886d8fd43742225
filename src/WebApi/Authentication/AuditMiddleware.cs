using System.Collections.Concurrent;
using DealInsights.Application.Audit;
using DealInsights.Application.Failures;
using DealInsights.Domain.Deals;
using DealInsights.WebApi.Http;
using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.Options;

namespace DealInsights.WebApi.Authentication;

/// <summary>
/// Records who read deals and who did what only admins may do. Comes before the exception handler, so that it sees the
/// status of failures too.
/// </summary>
internal sealed partial class AuditMiddleware(
    RequestDelegate next, AuditTrail trail, IOptions<AuditOptions> options, ILogger<AuditMiddleware> logger)
{
    private readonly ConcurrentDictionary<RouteEndpoint, Audited?> _audited = new();

    public Task InvokeAsync(HttpContext context) => options.Value.Enabled ? RecordAsync(context) : next(context);

    private async Task RecordAsync(HttpContext context)
    {
        try
        {
            await next(context);
        }
        finally
        {
            await RecordEndedAsync(context);
        }
    }

    private ValueTask RecordEndedAsync(HttpContext context)
    {
        if (AskedEndpoint.Of(context) is not { } endpoint || _audited.GetOrAdd(endpoint, Audited.Of) is not { } audited)
        {
            return ValueTask.CompletedTask;
        }

        var caller = context.User.Identity?.Name;
        var outcome = OutcomeOf(context);
        if (audited.Policy == Policies.Administration && outcome is AuditOutcome.Done or AuditOutcome.Failed)
        {
            return new ValueTask(WriteAsync(Entry(context, caller, audited, outcome)));
        }

        // Requests without credentials are recorded on demand alone: refused ones come by the thousand.
        if (caller is not null || (options.Value.AnonymousReads && audited.Policy == Policies.Insights))
        {
            trail.Note(Entry(context, caller, audited, outcome));
        }

        return ValueTask.CompletedTask;
    }

    private async Task WriteAsync(AuditEntry entry)
    {
        try
        {
            // Not the request's token: the action is done even if the caller disconnected.
            await trail.WriteAsync(entry, CancellationToken.None);
        }
        catch (UpstreamUnavailableException failure)
        {
            LogNotAtOnce(failure);
            trail.Note(entry);
        }
    }

    private static AuditEntry Entry(HttpContext context, string? caller, Audited audited, AuditOutcome outcome) => new(
        caller ?? "anonymous",
        audited.ActionOf(context.Request.Method),
        DealOf(context),
        outcome,
        IsRemoval: HttpMethods.IsDelete(context.Request.Method));

    // An overlong name or id is refused by the validators, and must not fill the queue.
    private static DealReference? DealOf(HttpContext context) =>
        context.RequestServices.GetRequiredService<AuditedDeal>().Reference is { } deal
        && (deal.Id ?? deal.Name) is { Length: > 0 } identity
        && DealName.IsWithinLimit(identity)
            ? deal
            : null;

    private static AuditOutcome OutcomeOf(HttpContext context) => CancelledCalls.IsOne(context)
        ? AuditOutcome.Cancelled
        : context.Response.StatusCode switch
        {
            < 400 => AuditOutcome.Done,
            StatusCodes.Status404NotFound => AuditOutcome.NotFound,
            StatusCodes.Status401Unauthorized or StatusCodes.Status403Forbidden or StatusCodes.Status429TooManyRequests => AuditOutcome.Refused,
            < 500 => AuditOutcome.Invalid,
            _ => AuditOutcome.Failed,
        };

    [LoggerMessage(EventId = 1, EventName = "AuditDelayed", Level = LogLevel.Warning,
        Message = "The audit record of an administrative action could not be written at once; it waits in memory")]
    private partial void LogNotAtOnce(Exception failure);

    /// <summary>An endpoint whose requests are recorded.</summary>
    private sealed class Audited(string policy, string pattern)
    {
        private readonly string _get = $"{HttpMethods.Get} {pattern}";

        public string Policy => policy;

        /// <summary>Null for an endpoint whose requests are not recorded.</summary>
        public static Audited? Of(RouteEndpoint endpoint) => endpoint.Metadata.GetOrderedMetadata<IAuthorizeData>()
            .Select(asked => asked.Policy)
            .FirstOrDefault(policy => policy is Policies.Insights or Policies.Administration) is { } policy
            ? new Audited(policy, $"/{endpoint.RoutePattern.RawText?.TrimStart('/')}")
            : null;

        public string ActionOf(string method) => HttpMethods.IsGet(method) ? _get : $"{method} {pattern}";
    }
}
