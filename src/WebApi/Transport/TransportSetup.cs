using DealInsights.Application;
using DealInsights.WebApi.Hosting;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.AspNetCore.HttpsPolicy;
using Microsoft.Extensions.Options;

namespace DealInsights.WebApi.Transport;

/// <summary>Proxies in front, and the way to https.</summary>
internal static class TransportSetup
{
    private const int HttpsPort = 443;

    public static IServiceCollection AddTransport(this IServiceCollection services)
    {
        services.AddValidatedOptions<ProxyOptions>(ProxyOptions.Section);
        services.AddOptions<ForwardedHeadersOptions>().Configure<IOptions<ProxyOptions>>((forwarded, proxies) =>
        {
            // Not the host: nothing here is made of it.
            forwarded.ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto;
            // From proxy to proxy, up to the first that is not one of ours.
            forwarded.ForwardLimit = null;
            forwarded.KnownProxies.Clear();
            forwarded.KnownIPNetworks.Clear();
            foreach (var network in proxies.Value.ToNetworks())
            {
                forwarded.KnownIPNetworks.Add(network);
            }
        });
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

    /// <summary>Takes a trusted proxy's word on the caller's address and scheme.</summary>
    public static void UseProxies(this WebApplication app)
    {
        if (app.Services.GetRequiredService<IOptions<ProxyOptions>>().Value.Trusted.Count > 0)
        {
            app.UseForwardedHeaders();
        }
    }

    /// <summary>
    /// Outside of Development: tells browsers to stay with https, and sends requests by http there, where there is a there:
    /// when this service listens on https itself, or a trusted proxy says that the caller came to it by http. Not those for
    /// health and metrics, which orchestrators and scrapers send to the instance.
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
            context => (listensOnHttps || HasPassedProxy(context)) && !InstanceCalls.IsOne(context.Request.Path),
            callers => callers.UseHttpsRedirection());
    }

    // The framework's middleware leaves it when it has taken a proxy's word.
    private static bool HasPassedProxy(HttpContext context) => context.Request.Headers.ContainsKey("X-Original-Proto");

    private static bool ListensOnHttps(IConfiguration configuration) =>
        configuration["https_ports"] is { Length: > 0 }
        || configuration["urls"]?.Contains("https://", StringComparison.OrdinalIgnoreCase) == true
        || configuration.GetSection("Kestrel:Endpoints").GetChildren().Any(endpoint =>
            endpoint["Url"]?.StartsWith("https://", StringComparison.OrdinalIgnoreCase) == true);
}
