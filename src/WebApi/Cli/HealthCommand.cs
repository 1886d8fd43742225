using System.ComponentModel;
using System.Net;
using DealInsights.WebApi.Http;
using Spectre.Console;
using Spectre.Console.Cli;

namespace DealInsights.WebApi.Cli;

/// <summary>
/// Asks a running service whether it is alive, for a container image without shell and curl. It does not build the
/// application, because it runs every few seconds.
/// </summary>
internal sealed class HealthCommand : AsyncCommand<HealthCommand.Settings>
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(3);

    public override async Task<int> ExecuteAsync(
        CommandContext context, Settings settings, CancellationToken cancellationToken)
    {
        var url = settings.Url ?? DefaultUrl();
        using var handler = new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false };
        using var client = new HttpClient(handler) { Timeout = Timeout };
        try
        {
            using var response = await client.GetAsync(url, cancellationToken);
            await Console.Out.WriteLineAsync(await response.Content.ReadAsStringAsync(cancellationToken));

            return response.StatusCode == HttpStatusCode.OK ? ExitCodes.Done : ExitCodes.Refused;
        }
        catch (Exception failure) when (failure is HttpRequestException or OperationCanceledException or InvalidOperationException or NotSupportedException)
        {
            await Console.Error.WriteLineAsync($"{url} does not respond. {failure.Message}");
            return ExitCodes.Refused;
        }
    }

    private static string DefaultUrl()
    {
        var configuration = new ConfigurationBuilder()
            .AddEnvironmentVariables("ASPNETCORE_")
            .AddEnvironmentVariables("DOTNET_")
            .AddEnvironmentVariables()
            .Build();

        return $"{ServerSetup.LocalAddress(configuration)}{HealthEndpoints.Live}";
    }

    internal sealed class Settings : CommandSettings
    {
        [CommandOption("--url <URL>")]
        [Description("The address to ask; by default the one at which a service with these settings listens.")]
        public string? Url { get; init; }

        public override ValidationResult Validate() => Url is null || Uri.IsWellFormedUriString(Url, UriKind.Absolute)
            ? ValidationResult.Success()
            : ValidationResult.Error($"--url needs an address such as http://127.0.0.1:8000{HealthEndpoints.Live}.");
    }
}
