using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using System.Threading.RateLimiting;
using DealInsights.WebApi.Errors;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Options;

namespace DealInsights.WebApi.Hosting;

/// <summary>So many requests of one client in so much time, then 429 with <c>Retry-After</c>; off unless configured.</summary>
/// <remarks>
/// A client is who sends the same <c>X-Api-Key</c>, or else the same address. The key is not checked here: whoever
/// invents a new one for every request is not held by this limit.
/// </remarks>
internal sealed partial class ClientLimitPolicy(
    IOptions<LimitOptions> options, LimitMetrics metrics, ILogger<ClientLimitPolicy> logger) : IRateLimiterPolicy<string>
{
    public const string Name = "client";

    private const string KeyHeader = "X-Api-Key";

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
        context.Request.Headers[KeyHeader] is [{ Length: > 0 } key, ..]
            // What is kept between requests shall not be a secret.
            ? $"key {Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(key)))}"
            : $"address {NetworkOf(context.Connection.RemoteIpAddress)}";

    // Of IPv6 a client has a whole network, of 64 bits at least, and may come from another address each time.
    private static IPAddress? NetworkOf(IPAddress? address)
    {
        if (address is null or { AddressFamily: not AddressFamily.InterNetworkV6 })
        {
            return address;
        }

        if (address.IsIPv4MappedToIPv6)
        {
            return address.MapToIPv4();
        }

        var bytes = address.GetAddressBytes();
        bytes.AsSpan(8).Clear();

        return new IPAddress(bytes);
    }

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
