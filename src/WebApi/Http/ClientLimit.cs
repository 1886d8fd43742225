using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Mvc.Controllers;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Options;

namespace DealInsights.WebApi.Http;

/// <summary>Limits the requests of one client within a window, then 429 with <c>Retry-After</c>; off unless configured.</summary>
/// <remarks>
/// A client is an authenticated caller, or without credentials a client address. Comes after authorization: wrong
/// credentials have a limit of their own.
/// </remarks>
internal sealed partial class ClientLimit(
    IOptions<LimitOptions> options, LimitMetrics metrics, ILogger<ClientLimit> logger)
{
    /// <summary>Adds the limit, when there is one, to requests of the API.</summary>
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
        context.User.Identity?.Name ?? $"address {ClientNetwork.Of(context.Connection.RemoteIpAddress)}";

    private ValueTask RefuseAsync(OnRejectedContext rejected, CancellationToken cancellationToken)
    {
        metrics.RecordRefused(LimitMetrics.Client);
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

    [LoggerMessage(EventId = 1, EventName = "ClientRefused", Level = LogLevel.Information,
        Message = "Refused a request: its client sent more than it may (trace {TraceId})")]
    private partial void LogRefused(string traceId);
}
