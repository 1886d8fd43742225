using System.Threading.RateLimiting;
using DealInsights.WebApi.Errors;
using DealInsights.WebApi.Security;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Options;

namespace DealInsights.WebApi.Hosting;

/// <summary>So many requests of one client in so much time, then 429 with <c>Retry-After</c>; off unless configured.</summary>
/// <remarks>
/// A client is who proved to be the same (<see cref="Callers"/>), or without credentials who has the same address. It comes
/// after the check of credentials: those that are wrong count elsewhere (<see cref="FailedAttempts"/>).
/// </remarks>
internal sealed partial class ClientLimitPolicy(
    IOptions<LimitOptions> options, LimitMetrics metrics, ILogger<ClientLimitPolicy> logger) : IRateLimiterPolicy<string>
{
    public const string Name = "client";

    public Func<OnRejectedContext, CancellationToken, ValueTask> OnRejected => RefuseAsync;

    public RateLimitPartition<string> GetPartition(HttpContext httpContext)
    {
        var limits = options.Value;

        return limits.RequestsPerClient == 0
            ? RateLimitPartition.GetNoLimiter("everybody")
            : RateLimitPartition.GetFixedWindowLimiter(ClientOf(httpContext), _ => new FixedWindowRateLimiterOptions
            {
                PermitLimit = limits.RequestsPerClient,
                Window = limits.ClientWindow,
                QueueLimit = 0,
            });
    }

    private static string ClientOf(HttpContext context) =>
        Callers.NameOf(context) ?? $"address {ClientNetwork.Of(context.Connection.RemoteIpAddress)}";

    private ValueTask RefuseAsync(OnRejectedContext rejected, CancellationToken cancellationToken)
    {
        metrics.RecordRefused(Refusal.Client);
        var traceId = Problems.TraceIdOf(rejected.HttpContext);
        LogRefused(traceId);
        var limits = options.Value;
        var retryAfter = rejected.Lease.TryGetMetadata(MetadataName.RetryAfter, out var wait) ? wait : limits.ClientWindow;

        return new ValueTask(Problems.WriteRetryLaterAsync(
            rejected.HttpContext,
            StatusCodes.Status429TooManyRequests,
            $"More than {limits.RequestsPerClient} requests within {limits.ClientWindow:c} were sent.",
            retryAfter));
    }

    // Neither key nor address: the answer's trace identifier leads to the span that has what is needed.
    [LoggerMessage(EventId = 1, EventName = "ClientRefused", Level = LogLevel.Information,
        Message = "Refused a request: its client sent more than it may (trace {TraceId})")]
    private partial void LogRefused(string traceId);
}
