using Microsoft.AspNetCore.Authorization;

namespace DealInsights.WebApi.Http;

/// <summary>The headers that restrict what browsers do with a response.</summary>
internal static class SecurityHeaders
{
    // A response is data: it runs nothing, loads nothing and is framed by no page.
    private static readonly ContentSecurityPolicy NothingAtAll = new(_ => "default-src 'none'; frame-ancestors 'none'");

    /// <summary>Sets the headers on every response, errors included.</summary>
    public static void UseSecurityHeaders(this IApplicationBuilder app) => app.Use((context, next) =>
    {
        context.Response.OnStarting(SetAsync, context);

        return next(context);
    });

    private static Task SetAsync(object state)
    {
        var context = (HttpContext)state;
        var endpoint = context.GetEndpoint();
        var headers = context.Response.Headers;
        headers.XContentTypeOptions = "nosniff";
        headers.XFrameOptions = "DENY";
        headers["Referrer-Policy"] = "no-referrer";
        headers.ContentSecurityPolicy = (endpoint?.Metadata.GetMetadata<ContentSecurityPolicy>() ?? NothingAtAll).For(context);
        // Keeps what is known about deals out of caches.
        if (headers.CacheControl.Count == 0 && endpoint?.Metadata.GetMetadata<IAllowAnonymous>() is null)
        {
            headers.CacheControl = "no-store";
        }

        return Task.CompletedTask;
    }
}

/// <summary>The content security policy of an endpoint that serves a page.</summary>
/// <param name="For">Returns the policy of a response, which may contain a nonce.</param>
internal sealed record ContentSecurityPolicy(Func<HttpContext, string> For);
