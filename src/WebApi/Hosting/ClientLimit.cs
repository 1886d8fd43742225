using System.Threading.RateLimiting;
using DealInsights.WebApi.Errors;
using DealInsights.WebApi.Security;
using Microsoft.AspNetCore.Mvc.Controllers;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Options;

namespace DealInsights.WebApi.Hosting;

/// <summary>So many requests of one client in so much time, then 429 with <c>Retry-After</c>; off unless configured.</summary>
/// <remarks>
/// A client is who proved to be the same (<see cref="Callers"/>), or without credentials who has the same address. It comes
/// after the check of credentials: those that are wrong count elsewhere (<see cref="FailedAttempts"/>).
/// </remarks>
internal sealed partial class ClientLimit(
    IOptions<LimitOptions> options, LimitMetrics metrics, ILogger<ClientLimit> logger)
{
    /// <summary>Puts the limit in the way of requests for answers, when there is one.</summary>
    public static void Use(WebApplication app)
    {
        var limit = app.Services.GetRequiredService<ClientLimit>();
        app.UseWhen(
            limit.Concerns,
            limited => limited.UseRateLimiter(new RateLimiterOptions
            {
                GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, string>(limit.PartitionOf),
                OnRejected = limit.RefuseAsync,
            }));
    }

    private bool Concerns(HttpContext context) =>
        options.Value.RequestsPerClient > 0
        && context.GetEndpoint()?.Metadata.GetMetadata<ControllerActionDescriptor>() is not null;

    private RateLimitPartition<string> PartitionOf(HttpContext context) =>
        RateLimitPartition.GetFixedWindowLimiter(ClientOf(context), _ => new FixedWindowRateLimiterOptions
        {
            PermitLimit = options.Value.RequestsPerClient,
            Window = options.Value.ClientWindow,
            QueueLimit = 0,
        });

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
