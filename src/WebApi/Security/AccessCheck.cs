using Microsoft.Extensions.Options;

namespace DealInsights.WebApi.Security;

/// <summary>Says at start who may ask, and does not start where nobody could. Commands run without it: they need no caller.</summary>
internal sealed partial class AccessCheck(
    WaysIn ways, IConfiguration configuration, IHostEnvironment environment, ILogger<AccessCheck> logger) : IHostedService
{
    private const string TrustingEverybody = "ForwardedHeaders_Enabled";

    /// <summary>To be run before the host starts, which would log the stack of what this finds; it runs this again.</summary>
    /// <exception cref="OptionsValidationException">Nobody could ask, or anybody could say where a request comes from.</exception>
    public void Run()
    {
        if (!ways.AreAny)
        {
            throw Refused(
                "Nobody could ask. Set Security__ApiKeys=true (keys are made by: keys create), OpenIdConnect__Authority and "
                + "OpenIdConnect__Audience, or HubSpot__ClientSecrets__0; or Security__AllowAnonymous=true, to answer everybody "
                + "who knows the address.");
        }

        if (configuration.GetValue<bool>(TrustingEverybody))
        {
            throw Refused(
                $"ASPNETCORE_{TrustingEverybody} would believe what anybody says about addresses: name the proxies instead, as Proxies__Trusted__0.");
        }
    }

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        Run();
        if (ways.Anonymous)
        {
            LogAnonymous(environment.EnvironmentName);
        }

        LogWays(string.Join(", ", Names()) is { Length: > 0 } names ? names : "none");

        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private static OptionsValidationException Refused(string reason) =>
        new(SecurityOptions.Section, typeof(SecurityOptions), [reason]);

    private IEnumerable<string> Names()
    {
        if (ways.ApiKeys)
        {
            yield return "API keys";
        }

        if (ways.Tokens)
        {
            yield return "bearer tokens";
        }

        if (ways.Signatures)
        {
            yield return "HubSpot signatures";
        }
    }

    [LoggerMessage(EventId = 1, EventName = "AnonymousReaders", Level = LogLevel.Warning,
        Message = "Everybody who reaches this address may read what is known about deals (environment {Environment}; Security__AllowAnonymous=false ends it)")]
    private partial void LogAnonymous(string environment);

    [LoggerMessage(EventId = 2, EventName = "WaysIn", Level = LogLevel.Information, Message = "Credentials that are accepted: {Ways}")]
    private partial void LogWays(string ways);
}
