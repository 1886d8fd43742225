using System.Globalization;

namespace DealInsights.ModelStub;

/// <summary>
/// Runs the stub by itself: <c>dotnet run --project tools/ModelStub -- --port 8089 --delay 1500</c>.
/// <c>--delay</c> is how long it thinks before an answer, and before the first token of a streamed one;
/// <c>--token-delay</c> how long each further token of a streamed one takes; both in milliseconds.
/// </summary>
// A named class, because a generated public Program would clash with the service's in tests that use both.
internal static class StubProgram
{
    private static async Task Main(string[] args)
    {
        var configuration = new ConfigurationBuilder().AddCommandLine(args).Build();
        var port = int.Parse(configuration["port"] ?? "8089", CultureInfo.InvariantCulture);
        var delay = Milliseconds("delay");
        var shape = new StreamShape { FirstTokenDelay = delay, TokenDelay = Milliseconds("token-delay") };

        await using var server = await ModelStubServer.StartAsync(
            port,
            call => call.Request.WantsStream
                ? StubAnswers.Streamed(shape)(call)
                : StubAnswers.After(delay, StubAnswers.Good)(call),
            keepsRequests: false);
        await Console.Out.WriteLineAsync(
            $"Answering as Azure OpenAI at {server.Endpoint} and as an OpenAI-compatible endpoint at {server.CompatibleEndpoint}");
        await server.WaitForShutdownAsync();

        TimeSpan Milliseconds(string name) =>
            TimeSpan.FromMilliseconds(double.Parse(configuration[name] ?? "0", CultureInfo.InvariantCulture));
    }
}
