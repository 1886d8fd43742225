using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace DealInsights.TestSupport;

/// <summary>A Redis server of one test's own, which it may kill or freeze. <c>tools/redis.sh</c> runs it.</summary>
internal sealed class OwnRedisServer : IAsyncDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("dealinsights-redis-");
    private readonly string _port;

    private OwnRedisServer(string port) => _port = port;

    /// <summary>Where it listens, host:port; the same after a restart.</summary>
    public string Address => $"127.0.0.1:{_port}";

    /// <summary>Starts an empty one, where there is a Redis at all: else it skips the test as a missing server does.</summary>
    public static async Task<OwnRedisServer> StartAsync()
    {
        _ = TestRedisServer.Address;
        // Where the server that the tests were given is somebody else's, there may be no program to start another.
        if (!OperatingSystem.IsLinux())
        {
            TestServerVariable.Miss("Servers are killed and frozen on Linux only.");
        }

        var server = new OwnRedisServer(FreePort());
        await server.RestartAsync();

        return server;
    }

    /// <summary>Starts it, empty, after it was killed.</summary>
    public Task RestartAsync() => RunAsync("start", "--port", _port);

    /// <summary>Ends it without a word.</summary>
    public Task KillAsync() => RunAsync("kill");

    /// <summary>Stops it as a machine does that hangs: connections stay, and nothing answers.</summary>
    public Task FreezeAsync() => RunAsync("freeze");

    /// <summary>Lets it go on.</summary>
    public Task ResumeAsync() => RunAsync("resume");

    public async ValueTask DisposeAsync() => await RunAsync("stop");

    private static string FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();

        return $"{((IPEndPoint)listener.LocalEndpoint).Port}";
    }

    private async Task RunAsync(params string[] command)
    {
        var start = new ProcessStartInfo("bash", [Script(), .. command, "--state", _folder.FullName])
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        };
        start.Environment.Remove(TestRedisServer.Variable);
        using var run = Process.Start(start)!;
        var errors = await run.StandardError.ReadToEndAsync();
        await run.WaitForExitAsync();

        Assert.That(run.ExitCode, Is.Zero, errors);
    }

    private static string Script()
    {
        var folder = new DirectoryInfo(TestContext.CurrentContext.TestDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "tools", "redis.sh")))
        {
            folder = folder.Parent ?? throw new InvalidOperationException("The tests do not run inside of the repository.");
        }

        return Path.Combine(folder.FullName, "tools", "redis.sh");
    }
}
