using Microsoft.Extensions.Options;

namespace DealInsights.WebApi.Authentication;

/// <summary>
/// Logs at start which credentials are accepted, and refuses the start when no request could be answered. Commands run
/// without it: they need no caller.
/// </summary>
internal sealed partial class StartCheck(
    AcceptedCredentials accepted, IConfiguration configuration, IHostEnvironment environment, ILogger<StartCheck> logger) : IHostedService
{
    private const string ForwardedHeaders = "ForwardedHeaders_Enabled";

    /// <summary>Checks the settings. Called before the host starts too, which would log a failure with its stack.</summary>
    /// <exception cref="OptionsValidationException">No credentials are accepted, or every client may claim any address.</exception>
    public void Run()
    {
        if (!accepted.Anonymous && accepted.ForReaders.Count == 0)
        {
            throw Refused(
                "No credentials are accepted. Set Security__ApiKeys=true (keys create makes keys), OpenIdConnect__Authority and "
                + "OpenIdConnect__Audience, or HubSpot__ClientSecrets__0; or Security__AllowAnonymous=true, to let every caller "
                + "read deals.");
        }

        if (configuration.GetValue<bool>(ForwardedHeaders))
        {
            throw Refused(
                $"ASPNETCORE_{ForwardedHeaders} would let every client claim any address: name the proxies instead, as Proxies__Trusted__0.");
        }
    }

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        Run();
        if (accepted.Anonymous)
        {
            LogAnonymous(environment.EnvironmentName);
        }

        var credentials = string.Join(", ", accepted.All.DefaultIfEmpty("none"));
        LogAccepted(credentials);

        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private static OptionsValidationException Refused(string reason) =>
        new(SecurityOptions.Section, typeof(SecurityOptions), [reason]);

    [LoggerMessage(EventId = 1, EventName = "AnonymousReaders", Level = LogLevel.Warning,
        Message = "Callers without credentials may read deals (environment {Environment}; Security__AllowAnonymous=false ends it)")]
    private partial void LogAnonymous(string environment);

    [LoggerMessage(EventId = 2, EventName = "AcceptedCredentials", Level = LogLevel.Information, Message = "Accepted credentials: {Credentials}")]
    private partial void LogAccepted(string credentials);
}
