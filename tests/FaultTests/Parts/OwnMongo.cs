using System.Globalization;
using DealInsights.TestSupport;

namespace DealInsights.FaultTests.Parts;

/// <summary>A MongoDB server of these tests' own, to be killed, frozen and started again.</summary>
internal sealed class OwnMongo : IAsyncDisposable
{
    private static readonly string Script = RepositoryFolder.PathOf("tools/mongodb.sh");
    private readonly string _state;

    private OwnMongo(string state, string connectionString)
    {
        _state = state;
        ConnectionString = connectionString;
    }

    public string ConnectionString { get; }

    /// <summary>Starts a server; skips the test, or in CI fails it, where none can be had whose process can be killed.</summary>
    public static async Task<OwnMongo> StartAsync()
    {
        var state = Path.Combine(Path.GetTempPath(), $"dealinsights-faults-{Guid.NewGuid():N}");
        var (exitCode, output, errors) = await Shell.TryAsync(Script, "start", "--state", state);
        if (exitCode == 0)
        {
            (exitCode, _, errors) = await Shell.TryAsync(Script, "pid", "--state", state);
            if (exitCode == 0)
            {
                return new OwnMongo(state, output.Trim());
            }

            await Shell.RunAsync(Script, "stop", "--state", state);
        }

        TestServerVariable.Miss($"No MongoDB server that can be killed: {errors}");
        throw new InvalidOperationException();
    }

    /// <summary>Ends it without a word, as a crash does.</summary>
    public async Task KillAsync() => await SignalAsync("KILL");

    /// <summary>Starts it again on the data that it left.</summary>
    public async Task RestartAsync() => await Shell.RunAsync(Script, "restart", "--state", _state);

    /// <summary>Keeps it from running on. Its connections stay, and the system takes new ones in its place.</summary>
    public async Task FreezeAsync() => await SignalAsync("STOP");

    /// <summary>Lets it run on.</summary>
    public async Task ThawAsync() => await SignalAsync("CONT");

    public async ValueTask DisposeAsync() => await Shell.RunAsync(Script, "stop", "--state", _state);

    private async Task SignalAsync(string signal)
    {
        var process = int.Parse(await Shell.RunAsync(Script, "pid", "--state", _state), CultureInfo.InvariantCulture);
        await Shell.RunAsync("kill", $"-{signal}", $"{process}");
    }
}
