using System.Globalization;

namespace DealInsights.HostileInput;

/// <summary>
/// Runs against a service that is already running and whose data may be lost:
/// <c>dotnet run -c Release --project tools/HostileInput -- http://127.0.0.1:8000 --requests 10000 --key KEY</c>.
/// </summary>
// A named class, because a generated public Program would clash with the service's in tests that use both.
internal static class HostileProgram
{
    private static async Task<int> Main(string[] args)
    {
        if (args is not [var address, .. var options]
            || !Uri.TryCreate(address, UriKind.Absolute, out var service)
            || options.Length % 2 != 0)
        {
            await Console.Error.WriteLineAsync("Usage: http://127.0.0.1:PORT [--requests N] [--seed N] [--key KEY]");
            return 2;
        }

        var given = options.Chunk(2).ToDictionary(option => option[0], option => option[1], StringComparer.Ordinal);
        var seed = Number("--seed", Random.Shared.Next());
        Console.WriteLine($"Seed {seed}");
        var result = await HostileRun.RunAsync(
            service, seed, Number("--requests", 10_000), given.GetValueOrDefault("--key"), CancellationToken.None);
        foreach (var (status, count) in result.Statuses)
        {
            Console.WriteLine($"{(status == 0 ? "no response" : $"{status}"),11}  {count}");
        }

        Console.WriteLine(string.Join('\n', [$"{result.Faults.Count} faults", .. result.Faults]));
        return result.Faults.Count == 0 ? 0 : 1;

        int Number(string name, int otherwise) =>
            given.TryGetValue(name, out var text) ? int.Parse(text, CultureInfo.InvariantCulture) : otherwise;
    }
}
