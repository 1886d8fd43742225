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

    private async Task RecordEndedAsync(HttpContext context)
    {
        if (AskedEndpoint.Of(context) is not { } endpoint || PolicyOf(endpoint) is not { } policy)
        {
            return;
        }

        var caller = context.User.Identity?.Name;
        var outcome = OutcomeOf(context);
        var entry = new AuditEntry(
            caller ?? "anonymous",
            $"{context.Request.Method} /{endpoint.RoutePattern.RawText?.TrimStart('/')}",
            DealOf(context),
            outcome,
            IsRemoval: HttpMethods.IsDelete(context.Request.Method));
        if (policy == Policies.Administration && outcome is AuditOutcome.Done or AuditOutcome.Failed)
        {
            await WriteAsync(entry);
        }
        // Requests without credentials are recorded only when configured: refused ones can be very many.
        else if (caller is not null || (options.Value.AnonymousReads && policy == Policies.Insights))
        {
            trail.Note(entry);
        }
    }

    // Null for an endpoint whose requests are not recorded.
    private static string? PolicyOf(Endpoint endpoint) => endpoint.Metadata.GetOrderedMetadata<IAuthorizeData>()
        .Select(authorize => authorize.Policy)
        .FirstOrDefault(policy => policy is Policies.Insights or Policies.Administration);

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

    // An overlong name or id is refused by the validators, and must not fill the queue.
    private static DealReference? DealOf(HttpContext context) =>
        context.RequestServices.GetRequiredService<AuditedDeal>().Reference is { } deal
        && (deal.Id ?? deal.Name) is { Length: > 0 } identity
        && DealName.IsWithinLimit(identity)
            ? deal
            : null;

    private static AuditOutcome OutcomeOf(HttpContext context) => context.RequestAborted.IsCancellationRequested
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
}
