using System.Globalization;
using DealInsights.LoadTest.Baseline;
using DealInsights.LoadTest.CommandLine;
using DealInsights.LoadTest.Results;
using Spectre.Console;

namespace DealInsights.LoadTest.Starts;

/// <summary>
/// Measures how soon the service answers after its process was started, in turns with the bare server, so that the
/// machine's mood is in both.
/// </summary>
internal static class StartCommand
{
    public const string Mode = "start";

    private const double Megabyte = 1_000_000;

    private static readonly TimeSpan LongestStart = TimeSpan.FromSeconds(1.5);

    private const double HighestRatio = 3;

    private const double MostMemory = 150;

    /// <returns>The exit code.</returns>
    /// <exception cref="UsageException">The options cannot be used, or a program does not start.</exception>
    public static async Task<int> RunAsync(IReadOnlyList<string> arguments, IAnsiConsole console, CancellationToken stop)
    {
        var options = StartOptions.Parse(arguments);
        var folder = Directory.CreateTempSubdirectory("dealinsights-start-");
        try
        {
            List<(TimeSpan Bare, TimeSpan Service, TimeSpan Fresh)> rounds = [];
            for (var round = 0; round <= options.Rounds; round++)
            {
                var times = (
                    await TimeAsync(StartBareAsync(folder.FullName, stop)),
                    await TimeAsync(StartServiceAsync(options, folder.FullName, "kept.db", stop)),
                    await TimeAsync(StartServiceAsync(options, folder.FullName, $"fresh-{round}.db", stop)));
                // The first fills the kept store, and the system's cache of files.
                if (round > 0)
                {
                    rounds.Add(times);
                }
            }

            await using var resting = await StartServiceAsync(options, folder.FullName, "kept.db", stop);
            await Task.Delay(options.Settle, stop);

            return Report(options, rounds, resting.ReadMemory() / Megabyte, console);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task<TimeSpan> TimeAsync(Task<StartedProgram> starting)
    {
        await using var program = await starting;

        return program.FirstAnswer;
    }

    private static Task<StartedProgram> StartBareAsync(string folder, CancellationToken stop) => StartedProgram.StartAsync(
        typeof(StartCommand).Assembly.Location,
        port => [BaselineServer.Mode, "--port", port.ToString(CultureInfo.InvariantCulture)],
        folder,
        stop);

    private static Task<StartedProgram> StartServiceAsync(
        StartOptions options, string folder, string store, CancellationToken stop) => StartedProgram.StartAsync(
        options.Service, port =>
        [
            $"--urls=http://127.0.0.1:{port}",
            $"--Embedded:Path={store}",
            // Outside of Development a service that nobody may ask does not start.
            "--Security:AllowAnonymous=true",
        ],
        folder,
        stop);

    private static int Report(
        StartOptions options,
        List<(TimeSpan Bare, TimeSpan Service, TimeSpan Fresh)> rounds,
        double memory,
        IAnsiConsole console)
    {
        var bare = Median.Of(rounds.Select(round => round.Bare.TotalMilliseconds));
        var service = Median.Of(rounds.Select(round => round.Service.TotalMilliseconds));
        var fresh = Median.Of(rounds.Select(round => round.Fresh.TotalMilliseconds));
        // Of each round: its halves were measured one after the other.
        var ratio = Median.Of(rounds.Select(round => round.Service / round.Bare));
        (string What, string Measured, string Target, bool? IsMet)[] lines =
        [
            ("bare server: first answer", $"{bare:N0} ms", "", null),
            ("service: first answer", $"{service:N0} ms", $"< {LongestStart.TotalMilliseconds:N0} ms", service < LongestStart.TotalMilliseconds),
            ("service: first answer on a new store", $"{fresh:N0} ms", $"< {LongestStart.TotalMilliseconds:N0} ms", fresh < LongestStart.TotalMilliseconds),
            ("service to bare server", $"{ratio:N2}", $"<= {HighestRatio:N0}", ratio <= HighestRatio),
            ($"service: memory after {options.Settle.TotalSeconds:N0} s of rest", $"{memory:N0} MB", $"< {MostMemory:N0} MB", memory < MostMemory),
        ];
        var table = new Table().AddColumns($"Median of {rounds.Count} rounds", "Measured", "Target", "");
        foreach (var (what, measured, target, isMet) in lines)
        {
            table.AddRow(what, measured, target, isMet switch { true => "met", false => "missed", null => "" });
        }

        console.Write(table);

        return options.IsStrict && lines.Any(line => line.IsMet == false) ? ExitCode.Failure : ExitCode.Success;
    }
}
