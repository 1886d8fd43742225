using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Net;
using System.Threading.RateLimiting;
using DealInsights.Application.Diagnostics;
using DealInsights.WebApi.Http;
using Microsoft.Extensions.Options;

namespace DealInsights.WebApi.Authentication;

/// <summary>
/// Counts requests with wrong credentials by scheme, and limits them for each client address. Right credentials are never
/// charged and never refused: many clients may share an address.
/// </summary>
internal sealed class FailedAttempts : IDisposable
{
    private readonly PartitionedRateLimiter<IPAddress> _limiter;

    // All schemes are observed from the start: a series that appears with its first increase shows no rate.
    private readonly ConcurrentDictionary<string, long> _counts = new(
        new[] { Schemes.ApiKey, Schemes.Bearer, Schemes.HubSpot, Schemes.OperatorKey, Schemes.Several }
            .Select(scheme => KeyValuePair.Create(scheme, 0L)));

    public FailedAttempts(IMeterFactory meters, IOptions<SecurityOptions> options)
    {
        _limiter = PartitionedRateLimiter.Create<IPAddress, IPAddress>(network => RateLimitPartition.GetFixedWindowLimiter(
            network,
            _ => new FixedWindowRateLimiterOptions { PermitLimit = options.Value.FailedAttemptsPerMinute, Window = TimeSpan.FromMinutes(1) }));
        meters.Create(Telemetry.Name).CreateObservableCounter(
            MetricNames.AccessFailures,
            () => _counts.Select(count => new Measurement<long>(count.Value, new KeyValuePair<string, object?>("scheme", count.Key))),
            "{request}",
            "Requests whose credentials were wrong.");
    }

    /// <summary>Counts a failure. The lease is not acquired when the client's address has too many within this minute.</summary>
    public RateLimitLease Charge(HttpContext context, string scheme)
    {
        _counts.AddOrUpdate(scheme, 1, (_, count) => count + 1);

        return _limiter.AttemptAcquire(ClientNetwork.Of(context.Connection.RemoteIpAddress) ?? IPAddress.None);
    }

    public void Dispose() => _limiter.Dispose();
}
