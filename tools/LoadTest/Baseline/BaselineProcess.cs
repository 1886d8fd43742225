using System.Diagnostics;
using System.Globalization;

namespace DealInsights.LoadTest.Baseline;

/// <summary>This program once more, as the bare server, in a process of its own; ends when disposed.</summary>
internal sealed class BaselineProcess : IAsyncDisposable
{
    private BaselineProcess(Process process, Uri address)
    {
        Process = process;
        Address = address;
    }

    public Process Process { get; }

    public Uri Address { get; }

    /// <summary>Starts the server on a free loopback port and waits until it listens.</summary>
    /// <exception cref="InvalidOperationException">It ended without saying where it listens.</exception>
    public static async Task<BaselineProcess> StartAsync(CancellationToken cancellationToken)
    {
        var program = Environment.ProcessPath!;
        var start = new ProcessStartInfo(program) { RedirectStandardOutput = true };
        if (Path.GetFileNameWithoutExtension(program) == "dotnet")
        {
            start.ArgumentList.Add(typeof(BaselineProcess).Assembly.Location);
        }

        start.ArgumentList.Add(BaselineServer.Mode);
        start.ArgumentList.Add(BaselineServer.ParentOption);
        start.ArgumentList.Add(Environment.ProcessId.ToString(CultureInfo.InvariantCulture));

        var process = Process.Start(start)!;
        var address = await process.StandardOutput.ReadLineAsync(cancellationToken);
        return address is null
            ? throw new InvalidOperationException("The bare server ended before it listened.")
            : new BaselineProcess(process, new Uri(address));
    }

    public async ValueTask DisposeAsync()
    {
        Process.Kill();
        await Process.WaitForExitAsync();
        Process.Dispose();
    }
}
