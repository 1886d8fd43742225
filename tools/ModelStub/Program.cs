using System.Globalization;

namespace DealInsights.ModelStub;

/// <summary>
/// Runs the stub by itself: <c>dotnet run --project tools/ModelStub -- --port 8089 --delay 1500</c>. <c>--delay</c> is the
/// time in milliseconds before a response or the first token of a stream, <c>--token-delay</c> that before each further
/// token. With <c>--flap 20</c> the stub works for 20 seconds and fails for 20 seconds in turns.
/// </summary>
// A named class, because a generated public Program would clash with the service's in tests that use both.
internal static class StubProgram
{
    private static async Task Main(string[] args)
    {
        var configuration = new ConfigurationBuilder().AddCommandLine(args).Build();
        var port = int.Parse(configuration["port"] ?? "8089", CultureInfo.InvariantCulture);
        var delay = Milliseconds("delay");
        var good = StubAnswers.After(delay, StubAnswers.Good);
        var streamed = StubAnswers.Streamed(
            new StreamShape { FirstTokenDelay = delay, TokenDelay = Milliseconds("token-delay") });
        StubAnswer answer = call => call.Request.WantsStream ? streamed(call) : good(call);

        await using var server = await ModelStubServer.StartAsync(
            port,
            configuration["flap"] is { } seconds
                ? StubAnswers.Flap(
                    TimeSpan.FromSeconds(double.Parse(seconds, CultureInfo.InvariantCulture)),
                    answer,
                    StubAnswers.Status(500))
                : answer,
            keepsRequests: false);
        await Console.Out.WriteLineAsync(
            $"Azure OpenAI: {server.Endpoint}, OpenAI-compatible: {server.CompatibleEndpoint}");
        await server.WaitForShutdownAsync();

        TimeSpan Milliseconds(string name) =>
            TimeSpan.FromMilliseconds(double.Parse(configuration[name] ?? "0", CultureInfo.InvariantCulture));
    }
}
