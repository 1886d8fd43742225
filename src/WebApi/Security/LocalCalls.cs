using System.Net;

namespace DealInsights.WebApi.Security;

/// <summary>Tells requests that come from this machine.</summary>
internal static class LocalCalls
{
    // What proxies add. A request that has one of these comes from elsewhere, whatever its connection says; the X-Original
    // ones are left by the framework's own middleware, which takes what a proxy says for the connection.
    private static readonly string[] ForwardingHeaders =
    [
        "Forwarded", "Via", "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "X-Forwarded-Port", "X-Forwarded-Prefix",
        "X-Real-IP", "X-Client-IP", "X-Original-For", "X-Original-Host", "X-Original-Proto", "CF-Connecting-IP", "True-Client-IP",
    ];

    /// <summary>Whether the request was sent on this machine, to a name of this machine, and not through a proxy.</summary>
    public static bool IsOne(HttpContext http) =>
        http.Connection.RemoteIpAddress is { } remote
        && IPAddress.IsLoopback(remote)
        // A web page of anybody's can have this machine's browser ask, by a name that leads here: the name tells.
        && IsLoopbackName(http.Request.Host.Host)
        && !Array.Exists(ForwardingHeaders, http.Request.Headers.ContainsKey);

    private static bool IsLoopbackName(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));
}
