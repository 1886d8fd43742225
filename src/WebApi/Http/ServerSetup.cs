using System.Globalization;
using DealInsights.Application;
using Microsoft.AspNetCore.Cors.Infrastructure;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Options;

namespace DealInsights.WebApi.Http;

/// <summary>Kestrel's settings, most of them as in the service that this one replaces.</summary>
internal static class ServerSetup
{
    private const int DefaultPort = 8000;

    /// <summary>Listen address, connection limits and graceful stop.</summary>
    public static void UseServerSettings(this WebApplicationBuilder builder)
    {
        if (AddressToListenOn(builder.Configuration) is { } address)
        {
            builder.WebHost.UseUrls(address);
        }

        builder.Services.Configure<SocketTransportOptions>(socket => socket.Backlog = 2048);
        builder.Services.Configure<KestrelServerOptions>(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.KeepAliveTimeout = TimeSpan.FromSeconds(75);
            kestrel.Limits.MaxRequestHeadersTotalSize = 16 * 1024;
            kestrel.Limits.MaxRequestBodySize = RequestLimits.DefaultMaxBodySize;
            // Kestrel refuses a longer request line itself, without a problem document. Twice the headers' size leaves room
            // for 16 KiB of query, which the validators refuse with a reason.
            kestrel.Limits.MaxRequestLineSize = 32 * 1024;
        });

        // Longer than the longest request in progress may take: a model call's default deadline is 30 s.
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(40));
    }

    /// <summary>Where a service with this configuration is reached from its own machine; the first address, when it has several.</summary>
    public static string LocalAddress(IConfiguration configuration)
    {
        var address = AddressToListenOn(configuration)
            ?? (configuration["urls"] is { Length: > 0 } urls ? urls.Split(';')[0] : null)
            ?? $"http://*:{configuration["http_ports"]?.Split(';')[0]}";

        return BindingAddress.Parse(address) is { Host: "*" or "+" or "0.0.0.0" or "[::]" } everywhere
            ? $"{everywhere.Scheme}://localhost:{everywhere.Port}"
            : address.TrimEnd('/');
    }

    /// <summary>Any origin in Development unless a list is configured; elsewhere the list alone.</summary>
    public static IServiceCollection AddCrossOrigin(this IServiceCollection services, params string[] exposedHeaders)
    {
        services.AddValidatedOptions<CorsSettings>(CorsSettings.Section);
        services.AddCors();
        services.AddOptions<CorsOptions>().Configure<IOptions<CorsSettings>, IHostEnvironment>(
            (cors, settings, environment) => cors.AddDefaultPolicy(policy =>
            {
                var origins = settings.Value.AllowedOrigins;
                if (origins.Count == 0 && environment.IsDevelopment())
                {
                    policy.AllowAnyOrigin();
                }
                else
                {
                    policy.WithOrigins([.. origins]);
                }

                policy
                    .AllowAnyHeader()
                    .WithMethods(HttpMethods.Get, HttpMethods.Head)
                    .WithExposedHeaders(exposedHeaders);
            }));

        return services;
    }

    /// <summary>
    /// Where to listen when the framework's own settings (<c>ASPNETCORE_URLS</c> and its kin) leave it open: on the
    /// platform's <c>PORT</c> at every address, or else on the default port at loopback.
    /// </summary>
    private static string? AddressToListenOn(IConfiguration configuration)
    {
        // Empty is absent: so a container undoes the port that its base image sets.
        var isConfigured = configuration["urls"] is { Length: > 0 }
            || configuration["http_ports"] is { Length: > 0 }
            || configuration["https_ports"] is { Length: > 0 }
            || configuration.GetSection("Kestrel:Endpoints").Exists();
        if (isConfigured)
        {
            return null;
        }

        if (configuration["PORT"] is not { Length: > 0 } port)
        {
            return $"http://localhost:{DefaultPort}";
        }

        return ushort.TryParse(port, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? $"http://*:{number}"
            : throw new OptionsValidationException("PORT", typeof(int), [$"PORT is '{port}', which is no port number."]);
    }
}
