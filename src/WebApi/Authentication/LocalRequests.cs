using System.Net;

namespace DealInsights.WebApi.Authentication;

/// <summary>Recognizes requests that come from this machine.</summary>
internal static class LocalRequests
{
    // Headers that proxies add: the client is on another machine, whatever the connection's address is. The framework's
    // forwarded-headers middleware leaves the X-Original ones.
    private static readonly string[] ForwardingHeaders =
    [
        "Forwarded", "Via", "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "X-Forwarded-Port", "X-Forwarded-Prefix",
        "X-Real-IP", "X-Client-IP", "X-Original-For", "X-Original-Host", "X-Original-Proto", "CF-Connecting-IP", "True-Client-IP",
    ];

    /// <summary>Whether the request was sent on this machine, to a name of this machine, and not through a proxy.</summary>
    public static bool IsLocal(HttpContext http) =>
        http.Connection.RemoteIpAddress is { } remote
        && IPAddress.IsLoopback(remote)
        // Against DNS rebinding: a web page can have a browser on this machine send requests to a name of its own.
        && IsLoopbackName(http.Request.Host.Host)
        && !Array.Exists(ForwardingHeaders, http.Request.Headers.ContainsKey);

    private static bool IsLoopbackName(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));
}
