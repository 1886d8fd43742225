using System.Diagnostics;

namespace DealInsights.FaultTests.Parts;

/// <summary>Runs commands of the system.</summary>
internal static class Shell
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    /// <summary>Whether this user may mount file systems and change users.</summary>
    public static bool IsRoot => Environment.UserName == "root";

    /// <summary>Runs a command to its end.</summary>
    /// <returns>Its exit code, and what it wrote to each of its outputs.</returns>
    public static async Task<(int ExitCode, string Output, string Errors)> TryAsync(string command, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(command, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            // A server for these tests alone, whatever serves the others.
            Environment = { ["DEALINSIGHTS_TEST_MONGODB"] = null },
        })!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync().WaitAsync(Patience);

        return (process.ExitCode, await output, await errors);
    }

    /// <summary>Runs a command that has to succeed, and returns what it wrote.</summary>
    public static async Task<string> RunAsync(string command, params string[] arguments)
    {
        var (exitCode, output, errors) = await TryAsync(command, arguments);

        return exitCode == 0
            ? output
            : throw new InvalidOperationException($"{command} {string.Join(' ', arguments)} ended with {exitCode}: {errors}");
    }
}
