using DealInsights.Application;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.HostFiltering;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.AspNetCore.HttpsPolicy;
using Microsoft.Extensions.Options;

namespace DealInsights.WebApi.Http;

/// <summary>Trusted proxies, and redirects to https.</summary>
internal static class HttpsSetup
{
    private const int HttpsPort = 443;

    public static IServiceCollection AddHttps(this IServiceCollection services)
    {
        services.AddValidatedOptions<ProxyOptions>(ProxyOptions.Section);
        services.AddValidatedOptions<HubSpotOptions>(HubSpotOptions.Section);
        services.AddOptions<ForwardedHeadersOptions>().Configure<IOptions<ProxyOptions>>((forwarded, proxies) =>
        {
            // Not the host: the public URL is configured.
            forwarded.ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto;
            // Through any number of proxies, up to the first that is not trusted.
            forwarded.ForwardLimit = null;
            forwarded.KnownProxies.Clear();
            forwarded.KnownIPNetworks.Clear();
            foreach (var network in proxies.Value.ToNetworks())
            {
                forwarded.KnownIPNetworks.Add(network);
            }
        });
        services.Configure<HostFilteringOptions>(hosts => hosts.IncludeFailureMessage = false);
        services.AddHsts(hsts => hsts.MaxAge = TimeSpan.FromDays(365));
        services.AddOptions<HttpsRedirectionOptions>().Configure<IOptions<ProxyOptions>, IConfiguration>(
            (redirection, proxies, configuration) =>
            {
                redirection.RedirectStatusCode = StatusCodes.Status308PermanentRedirect;
                redirection.HttpsPort = !ListensOnHttps(configuration) && proxies.Value.Trusted.Count > 0
                    ? configuration.GetValue<int?>("https_port") ?? HttpsPort
                    : null;
            });

        return services;
    }

    /// <summary>Takes the client's address and scheme from trusted proxies.</summary>
    public static void UseProxies(this WebApplication app)
    {
        if (app.Services.GetRequiredService<IOptions<ProxyOptions>>().Value.Trusted.Count > 0)
        {
            app.UseForwardedHeaders();
        }
    }

    /// <summary>
    /// Outside of Development: tells browsers to stay with https, and redirects requests by http when this service listens
    /// on https itself or a trusted proxy forwarded the request. Health and metrics are exempt: orchestrators and scrapers
    /// call the instance itself.
    /// </summary>
    public static void UseHttps(this WebApplication app)
    {
        if (app.Environment.IsDevelopment())
        {
            return;
        }

        var listensOnHttps = ListensOnHttps(app.Configuration);
        app.UseHsts();
        app.UseWhen(
            context => (listensOnHttps || HasPassedProxy(context)) && !InstanceEndpoints.Include(context.Request.Path),
            callers => RedirectToHttps(callers, app.Services.GetRequiredService<IOptions<HubSpotOptions>>().Value.PublicBaseUrl));
    }

    // The framework's redirect leads to the Host header, which the client chooses. It serves where no URL is configured.
    private static void RedirectToHttps(IApplicationBuilder app, string? publicUrl)
    {
        if (publicUrl is null)
        {
            app.UseHttpsRedirection();
            return;
        }

        app.Use((context, next) =>
        {
            var target = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
            if (context.Request.IsHttps || !target.StartsWith('/'))
            {
                return next(context);
            }

            context.Response.StatusCode = StatusCodes.Status308PermanentRedirect;
            context.Response.Headers.Location = publicUrl + target;

            return Task.CompletedTask;
        });
    }

    // The framework's middleware leaves it when it has applied a proxy's headers.
    private static bool HasPassedProxy(HttpContext context) => context.Request.Headers.ContainsKey("X-Original-Proto");

    private static bool ListensOnHttps(IConfiguration configuration) =>
        configuration["https_ports"] is { Length: > 0 }
        || configuration["urls"]?.Contains("https://", StringComparison.OrdinalIgnoreCase) == true
        || configuration.GetSection("Kestrel:Endpoints").GetChildren().Any(endpoint =>
            endpoint["Url"]?.StartsWith("https://", StringComparison.OrdinalIgnoreCase) == true);
}
