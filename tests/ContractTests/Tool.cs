using System.Diagnostics;
using DealInsights.TestSupport;

namespace DealInsights.ContractTests;

/// <summary>A program that is run from the root of the repository, to its end.</summary>
internal static class Tool
{
    // A first run installs packages.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(8);

    /// <summary>Runs it; fails with what it wrote unless it ends with 0.</summary>
    /// <returns>What it wrote to its output.</returns>
    public static Task<string> RunAsync(string program, params string[] arguments) =>
        RunAsync(new Dictionary<string, string>(), program, arguments);

    /// <summary>Runs it with variables beside those of the test run.</summary>
    public static async Task<string> RunAsync(
        IReadOnlyDictionary<string, string> environment, string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = RepositoryFolder.Root,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        using var patience = new CancellationTokenSource(Patience);
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(patience.Token);
            var errors = process.StandardError.ReadToEndAsync(patience.Token);
            await process.WaitForExitAsync(patience.Token);

            Assert.That(
                process.ExitCode, Is.Zero, $"{program} {string.Join(' ', arguments)}\n{await output}\n{await errors}");

            return await output;
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }
    }
}
