using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.RegularExpressions;
using DealInsights.WebApi;

namespace DealInsights.TestSupport;

/// <summary>The program as an operator starts it: a process of its own, with environment, output and exit code.</summary>
internal sealed partial class ServiceProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly DirectoryInfo _folder;
    private readonly ConcurrentQueue<string> _output = new();
    private readonly ConcurrentQueue<string> _errors = new();
    private readonly TaskCompletionSource<Uri> _listening = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private ServiceProcess(Process process, DirectoryInfo folder)
    {
        _process = process;
        _folder = folder;
    }

    public IReadOnlyCollection<string> Output => _output;

    public IReadOnlyCollection<string> Errors => _errors;

    public bool HasEnded => _process.HasExited;

    /// <summary>The folder in which it works: its embedded store is made there.</summary>
    public string Folder => _folder.FullName;

    /// <summary>Starts the program in an empty folder.</summary>
    /// <param name="arguments">The command line.</param>
    /// <param name="environment">Variables beside those of the test run.</param>
    public static ServiceProcess Start(string[] arguments, params (string Name, string Value)[] environment) =>
        StartBy([], arguments, environment);

    /// <summary>Starts the program in an empty folder, by a command that goes before it, such as one that changes the user.</summary>
    /// <param name="command">The command and its arguments; empty for none.</param>
    /// <param name="arguments">The program's command line.</param>
    /// <param name="environment">Variables beside those of the test run.</param>
    public static ServiceProcess StartBy(
        string[] command, string[] arguments, params (string Name, string Value)[] environment)
    {
        string[] whole = [.. command, "dotnet", typeof(DealInsightsApp).Assembly.Location, .. arguments];
        var folder = Directory.CreateTempSubdirectory("dealinsights-");
        var start = new ProcessStartInfo(whole[0], whole[1..])
        {
            WorkingDirectory = folder.FullName,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        // Most tests are not about who asks.
        start.Environment["Security__AllowAnonymous"] = "true";
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        var service = new ServiceProcess(new Process { StartInfo = start }, folder);
        service.Run();

        return service;
    }

    /// <summary>The address at which it listens, once it does.</summary>
    public Task<Uri> AddressAsync() => _listening.Task.WaitAsync(TimeSpan.FromSeconds(60));

    /// <summary>Asks it to stop as an orchestrator does.</summary>
    public async Task TerminateAsync()
    {
        using var kill = Process.Start("kill", ["-TERM", $"{_process.Id}"]);
        await kill.WaitForExitAsync();
    }

    /// <summary>Ends it without a word, as a crash does.</summary>
    public void Kill() => _process.Kill(entireProcessTree: true);

    /// <summary>Its exit code, once it has ended and all it wrote has been read.</summary>
    public async Task<int> ExitCodeAsync()
    {
        await _process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(60));

        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
        _folder.Delete(recursive: true);
    }

    private void Run()
    {
        _process.OutputDataReceived += (_, line) => Take(line.Data, _output);
        _process.ErrorDataReceived += (_, line) => Take(line.Data, _errors);
        _process.EnableRaisingEvents = true;
        _process.Exited += (_, _) => _listening.TrySetException(
            new InvalidOperationException($"It ended before it listened: {string.Join('\n', _errors)}"));
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    private void Take(string? line, ConcurrentQueue<string> lines)
    {
        if (line is null)
        {
            return;
        }

        lines.Enqueue(line);
        if (ListeningLine().Match(line) is { Success: true } listening)
        {
            _listening.TrySetResult(new Uri(listening.Groups[1].Value));
        }
    }

    [GeneratedRegex(@"Now listening on: (http://[^\s""]+)")]
    private static partial Regex ListeningLine();
}
