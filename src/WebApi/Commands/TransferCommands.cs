using DealInsights.Application.Failures;
using DealInsights.Application.Transfer;
using Spectre.Console;

namespace DealInsights.WebApi.Commands;

/// <summary>The commands that move documents into and out of the configured store instead of starting the server.</summary>
internal static class TransferCommands
{
    private const string Import = "import";
    private const string Export = "export";

    private const string Usage = """
        Usage:
          import <folder or file>   load files as mongoexport writes them, one document a line, named for their collection
          export <folder>           write every collection to a file that import (and mongoimport) loads
        """;

    /// <summary>Whether the arguments ask for a command rather than for the server.</summary>
    public static bool IsCommand(string[] args) => args is [Import or Export, ..];

    /// <summary>Runs the command and says how it went: what was done on the output, what was not on the error output.</summary>
    /// <param name="services">The application's services. Its host is not to be started: it would load the samples.</param>
    /// <param name="args">The arguments, the command first.</param>
    /// <param name="cancellationToken">Stops the command; what was loaded stays.</param>
    /// <returns>One of <see cref="ExitCodes"/>.</returns>
    public static async Task<int> RunAsync(
        IServiceProvider services, string[] args, CancellationToken cancellationToken)
    {
        try
        {
            // What follows with dashes is configuration: --Embedded:Path=other.db.
            return args.Where(argument => !argument.StartsWith("--", StringComparison.Ordinal)).ToArray() switch
            {
                [Import, var path] => await new ImportCommand(
                    services.GetRequiredService<IDealImporter>(), AnsiConsole.Console, Console.Error)
                    .RunAsync(path, cancellationToken),
                [Export, var folder] => await new ExportCommand(
                    services.GetRequiredService<IDealExporter>(), AnsiConsole.Console)
                    .RunAsync(folder, cancellationToken),
                _ => await FailedAsync(ExitCodes.Usage, Usage),
            };
        }
        catch (IOException exception)
        {
            return await FailedAsync(ExitCodes.Usage, exception.Message);
        }
        catch (UpstreamUnavailableException exception)
        {
            // Whoever runs a command may know what a caller of the API may not.
            var reason = exception.InnerException?.Message.Split('\n')[0].TrimEnd();
            return await FailedAsync(ExitCodes.StoreUnavailable, $"{exception.Message} {reason}");
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return await FailedAsync(ExitCodes.Stopped, "Stopped. What was done so far stays.");
        }
    }

    private static async Task<int> FailedAsync(int exitCode, string message)
    {
        await Console.Error.WriteLineAsync(message);
        return exitCode;
    }
}
