using DealInsights.WebApi.Documentation;
using Microsoft.AspNetCore.Authorization;
using Microsoft.Net.Http.Headers;

namespace DealInsights.WebApi.Transport;

/// <summary>The headers by which browsers are told what not to do with an answer.</summary>
internal static class SecurityHeaders
{
    // An answer is data: it runs nothing, loads nothing, and is in nobody's frame. The two pages say what they need.
    private const string NothingAtAll = "default-src 'none'; frame-ancestors 'none'";

    /// <summary>Sets them on every answer, errors included, where an endpoint has not set its own.</summary>
    public static void UseSecurityHeaders(this IApplicationBuilder app) => app.Use((context, next) =>
    {
        context.Response.OnStarting(SetAsync, context);

        return next(context);
    });

    private static Task SetAsync(object state)
    {
        var context = (HttpContext)state;
        var headers = context.Response.Headers;
        headers.XContentTypeOptions = "nosniff";
        headers.XFrameOptions = "DENY";
        headers["Referrer-Policy"] = "no-referrer";
        headers.TryAdd(HeaderNames.ContentSecurityPolicy, ApiDocumentation.ContentSecurityPolicy(context) ?? NothingAtAll);
        // What is known about deals is not to lie in caches, of browsers or on the way.
        if (!headers.ContainsKey(HeaderNames.CacheControl) && !IsPublic(context.GetEndpoint()))
        {
            headers.CacheControl = "no-store";
        }

        return Task.CompletedTask;
    }

    private static bool IsPublic(Endpoint? endpoint) => endpoint?.Metadata.GetMetadata<IAllowAnonymous>() is not null;
}
