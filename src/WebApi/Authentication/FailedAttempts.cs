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
internal sealed class FailedAttempts(IMeterFactory meters, IOptions<SecurityOptions> options) : IDisposable
{
    private readonly PartitionedRateLimiter<IPAddress> _limiter = PartitionedRateLimiter.Create<IPAddress, IPAddress>(
        network => RateLimitPartition.GetFixedWindowLimiter(network, _ => new FixedWindowRateLimiterOptions
        {
            PermitLimit = options.Value.FailedAttemptsPerMinute,
            Window = TimeSpan.FromMinutes(1),
        }));

    private readonly LabeledCounter _failures = new(
        meters,
        MetricNames.AccessFailures,
        "Requests whose credentials were wrong.",
        "scheme",
        Schemes.ApiKey, Schemes.Bearer, Schemes.HubSpot, Schemes.OperatorKey, Schemes.Several);

    /// <summary>Counts a failure. The lease is not acquired when the client's address has too many within this minute.</summary>
    public RateLimitLease Charge(HttpContext context, string scheme)
    {
        _failures.Increment(scheme);

        return _limiter.AttemptAcquire(ClientNetwork.Of(context.Connection.RemoteIpAddress) ?? IPAddress.None);
    }

    public void Dispose() => _limiter.Dispose();
}
