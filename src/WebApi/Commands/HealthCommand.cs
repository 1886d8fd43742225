using DealInsights.WebApi.Health;
using DealInsights.WebApi.Hosting;

namespace DealInsights.WebApi.Commands;

/// <summary>
/// Asks a running service whether it is alive, for a container whose image has no shell and no curl. Builds nothing of the
/// service, since it runs every few seconds.
/// </summary>
internal static class HealthCommand
{
    public const string Name = "health";

    private const string Url = "--url";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    public static bool IsAsked(string[] args) => args is [Name, ..];

    /// <summary>Asks the address given as <c>--url</c>, or the one at which a service with these settings listens.</summary>
    /// <returns><see cref="ExitCodes.Done"/> when it answers 200, <see cref="ExitCodes.Refused"/> when not, <see cref="ExitCodes.Usage"/>.</returns>
    public static async Task<int> RunAsync(string[] args, CancellationToken cancellationToken)
    {
        try
        {
            var arguments = CommandArguments.Parse(args, [], [Url]);
            if (arguments.Words is not [Name] || !Uri.TryCreate(AddressOf(arguments), UriKind.Absolute, out var address))
            {
                throw new UsageException($"Usage: {Name} [{Url} http://127.0.0.1:8000{HealthEndpoints.Live}]");
            }

            return await AskAsync(address, cancellationToken);
        }
        catch (UsageException mistake)
        {
            await Console.Error.WriteLineAsync(mistake.Message);
            return ExitCodes.Usage;
        }
    }

    private static string? AddressOf(CommandArguments arguments) => arguments.ValuesOf(Url) is [.., var url]
        ? url
        : $"{ServerSetup.LocalAddress(new ConfigurationBuilder()
            .AddEnvironmentVariables("ASPNETCORE_")
            .AddEnvironmentVariables("DOTNET_")
            .AddEnvironmentVariables()
            .Build())}{HealthEndpoints.Live}";

    private static async Task<int> AskAsync(Uri address, CancellationToken cancellationToken)
    {
        using var handler = new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false };
        using var client = new HttpClient(handler) { Timeout = Patience };
        try
        {
            using var answer = await client.GetAsync(address, cancellationToken);
            await Console.Out.WriteLineAsync(await answer.Content.ReadAsStringAsync(cancellationToken));

            return answer.StatusCode == System.Net.HttpStatusCode.OK ? ExitCodes.Done : ExitCodes.Refused;
        }
        catch (Exception failure) when (failure is HttpRequestException or OperationCanceledException or InvalidOperationException or NotSupportedException)
        {
            await Console.Error.WriteLineAsync($"{address} does not answer. {failure.Message}");
            return ExitCodes.Refused;
        }
    }
}
