using System.Diagnostics;

namespace DealInsights.LoadTest.Baseline;

/// <summary>The baseline server in a process of its own; ends when disposed.</summary>
internal sealed class BaselineProcess : IAsyncDisposable
{
    private readonly Process _process;

    private BaselineProcess(Process process, Uri address) => (_process, Address) = (process, address);

    public Uri Address { get; }

    /// <summary>Starts this program as the baseline server and waits until it listens.</summary>
    /// <param name="mongoDb">See <see cref="BaselineServer.Build"/>.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public static async Task<BaselineProcess> StartAsync(string? mongoDb, CancellationToken cancellationToken)
    {
        string[] arguments =
        [
            typeof(BaselineProcess).Assembly.Location,
            BaselineCommand.Name,
            .. mongoDb is null ? [] : new[] { BaselineCommand.MongoDbOption, mongoDb },
        ];
        var process = Process.Start(new ProcessStartInfo("dotnet", arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
        var address = await process.StandardOutput.ReadLineAsync(cancellationToken);
        return Uri.TryCreate(address, UriKind.Absolute, out var url)
            ? new BaselineProcess(process, url)
            : throw new InvalidOperationException($"The baseline server did not start: {address}");
    }

    public async ValueTask DisposeAsync()
    {
        _process.StandardInput.Close();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }
}
