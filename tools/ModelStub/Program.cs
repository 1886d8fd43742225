using System.Globalization;

namespace DealInsights.ModelStub;

/// <summary>
/// Runs the stub by itself: <c>dotnet run --project tools/ModelStub -- --port 8089 --delay 1500</c>.
/// <c>--delay</c> is in milliseconds. <c>--flap 20</c> has it work for so many seconds, fail for as many, and so on.
/// </summary>
// A named class, because a generated public Program would clash with the service's in tests that use both.
internal static class StubProgram
{
    private static async Task Main(string[] args)
    {
        var configuration = new ConfigurationBuilder().AddCommandLine(args).Build();
        var port = int.Parse(configuration["port"] ?? "8089", CultureInfo.InvariantCulture);
        var delay = TimeSpan.FromMilliseconds(double.Parse(configuration["delay"] ?? "0", CultureInfo.InvariantCulture));
        var good = StubAnswers.After(delay, StubAnswers.Good);

        await using var server = await ModelStubServer.StartAsync(
            port,
            configuration["flap"] is { } seconds
                ? StubAnswers.Flap(TimeSpan.FromSeconds(double.Parse(seconds, CultureInfo.InvariantCulture)), good, StubAnswers.Status(500))
                : good,
            keepsRequests: false);
        await Console.Out.WriteLineAsync(
            $"Answering as Azure OpenAI at {server.Endpoint} and as an OpenAI-compatible endpoint at {server.CompatibleEndpoint}");
        await server.WaitForShutdownAsync();
    }
}
