using System.Globalization;
using System.Text;

namespace DealInsights.HostileInput;

/// <summary>
/// Asks a running service by itself:
/// <c>dotnet run -c Release --project tools/HostileInput -- http://127.0.0.1:8000 --requests 10000 --key KEY</c>.
/// </summary>
// A named class, because a generated public Program would clash with the service's in tests that use both.
internal static class HostileProgram
{
    private static async Task<int> Main(string[] args)
    {
        if (args is not [var address, .. var options] || !Uri.TryCreate(address, UriKind.Absolute, out var service) || !service.IsLoopback || options.Length % 2 != 0)
        {
            await Console.Error.WriteLineAsync("Usage: http://127.0.0.1:PORT [--requests N] [--seed N] [--key KEY] [--show NUMBER]");
            return 2;
        }

        var given = options.Chunk(2).ToDictionary(option => option[0], option => option[1], StringComparer.Ordinal);
        var requests = Number("--requests", 10_000);
        var seed = Number("--seed", Random.Shared.Next());
        var key = given.GetValueOrDefault("--key");
        if (given.ContainsKey("--show"))
        {
            Console.WriteLine(Encoding.Latin1.GetString(new RequestMaker(seed, key).Make(Number("--show", 0)).Bytes));
            return 0;
        }

        Console.WriteLine($"{requests} requests, seed {seed}");
        var result = await HostileRun.RunAsync(service, seed, requests, key, CancellationToken.None);
        foreach (var (status, count) in result.Statuses)
        {
            Console.WriteLine($"{(status == 0 ? "no answer" : status.ToString(CultureInfo.InvariantCulture)),9}  {count}");
        }

        foreach (var fault in result.Faults)
        {
            Console.WriteLine(fault);
        }

        Console.WriteLine(result.Faults.Count == 0 ? "Nothing that must not be." : $"{result.Faults.Count} faults; --seed {seed} --show NUMBER shows a request.");
        return result.Faults.Count == 0 ? 0 : 1;

        int Number(string name, int otherwise) =>
            given.TryGetValue(name, out var text) ? int.Parse(text, CultureInfo.InvariantCulture) : otherwise;
    }
}
