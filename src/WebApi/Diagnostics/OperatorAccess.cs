using System.Net;
using System.Security.Cryptography;
using System.Text;
using DealInsights.WebApi.Errors;
using Microsoft.Extensions.Options;

namespace DealInsights.WebApi.Diagnostics;

/// <summary>Lets operators in: whoever asks from this machine, or sends the key.</summary>
internal sealed class OperatorAccess(IOptions<DiagnosticsOptions> options) : IEndpointFilter
{
    /// <summary>The header that carries the key.</summary>
    public const string Header = "X-Operator-Key";

    // What proxies add. A request that has one of these comes from elsewhere, whatever its connection says; the X-Original
    // ones are left by the framework's own middleware, which believes what it is told.
    private static readonly string[] ForwardingHeaders =
    [
        "Forwarded", "Via", "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "X-Forwarded-Port", "X-Forwarded-Prefix",
        "X-Real-IP", "X-Client-IP", "X-Original-For", "X-Original-Host", "X-Original-Proto", "CF-Connecting-IP", "True-Client-IP",
    ];

    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        // With its refusals too: what is said here is for one reader at one moment.
        http.Response.Headers.CacheControl = "no-store";
        if ((options.Value.AllowLoopback && IsFromHere(http)) || HasKey(http.Request))
        {
            return await next(context);
        }

        if (options.Value.OperatorKey is null)
        {
            await Problems.WriteAsync(
                http, StatusCodes.Status403Forbidden, "This can be asked from the service's own machine only.");
        }
        else
        {
            http.Response.Headers.WWWAuthenticate = "OperatorKey";
            await Problems.WriteAsync(http, StatusCodes.Status401Unauthorized, $"The header {Header} with the operators' key is needed.");
        }

        return Results.Empty;
    }

    private static bool IsFromHere(HttpContext http) =>
        http.Connection.RemoteIpAddress is { } remote
        && IPAddress.IsLoopback(remote)
        // A web page of anybody's can have this machine's browser ask, by a name that leads here: the name tells.
        && IsLoopbackName(http.Request.Host.Host)
        && !Array.Exists(ForwardingHeaders, http.Request.Headers.ContainsKey);

    private static bool IsLoopbackName(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));

    private bool HasKey(HttpRequest request) =>
        options.Value.OperatorKey is { } key
        && request.Headers[Header] is [{ } given]
        // Of the hashes, which are equally long: neither a letter nor the length is told by the time this takes.
        && CryptographicOperations.FixedTimeEquals(
            SHA256.HashData(Encoding.UTF8.GetBytes(given)), SHA256.HashData(Encoding.UTF8.GetBytes(key)));
}
