using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using DealInsights.LoadTest.CommandLine;
using DealInsights.LoadTest.Load;

namespace DealInsights.LoadTest.Starts;

/// <summary>A program that was started and has answered once; ended when disposed.</summary>
internal sealed class StartedProgram : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    // Short against what is measured, and long enough to leave the processor to the program.
    private static readonly TimeSpan LookAgain = TimeSpan.FromMilliseconds(4);

    private readonly Process _process;

    private StartedProgram(Process process, TimeSpan firstAnswer)
    {
        _process = process;
        FirstAnswer = firstAnswer;
    }

    /// <summary>From the start of the process to the end of its first answer.</summary>
    public TimeSpan FirstAnswer { get; }

    /// <summary>Starts a program in a folder and asks it for a deal until it answers.</summary>
    /// <param name="program">A <c>.dll</c>, or a program that brings its runtime along.</param>
    /// <param name="arguments">Its command line, for the port on which it is to listen.</param>
    /// <param name="folder">Where it works.</param>
    /// <param name="stop">Gives up.</param>
    /// <exception cref="UsageException">It ended, or did not answer within a minute.</exception>
    public static async Task<StartedProgram> StartAsync(
        string program, Func<int, IReadOnlyList<string>> arguments, string folder, CancellationToken stop)
    {
        var port = FreePort();
        string[] command = Path.GetExtension(program) == ".dll" ? ["dotnet", program] : [program];
        var start = new ProcessStartInfo(command[0], [.. command[1..], .. arguments(port)])
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
        };
        // As in production: what the shell of a developer sets must not count.
        start.Environment["ASPNETCORE_ENVIRONMENT"] = "Production";
        var question = new Uri($"http://127.0.0.1:{port}{ContractEndpoint.BasePath}{ContractEndpoint.DealInfo.Name}?dealName=Acme%20renewal");
        using var client = new HttpClient();

        var started = Stopwatch.GetTimestamp();
        var process = Process.Start(start)!;
        // Nobody reads what it says, which must not keep it waiting.
        process.BeginOutputReadLine();
        while (true)
        {
            stop.ThrowIfCancellationRequested();
            try
            {
                using var answer = await client.GetAsync(question, stop);
                answer.EnsureSuccessStatusCode();
                await answer.Content.ReadAsByteArrayAsync(stop);

                return new StartedProgram(process, Stopwatch.GetElapsedTime(started));
            }
            catch (HttpRequestException) when (!process.HasExited && Stopwatch.GetElapsedTime(started) < Patience)
            {
                await Task.Delay(LookAgain, stop);
            }
            catch (Exception)
            {
                await using var ended = new StartedProgram(process, TimeSpan.Zero);
                throw new UsageException($"{Path.GetFileName(program)} did not answer after its start.");
            }
        }
    }

    /// <summary>Its resident memory now, in bytes.</summary>
    public long ReadMemory()
    {
        _process.Refresh();

        return _process.WorkingSet64;
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();

        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
