using DealInsights.Application.Failures;
using DealInsights.WebApi.Http;
using FluentValidation;
using Spectre.Console.Cli;

namespace DealInsights.WebApi.Cli;

/// <summary>Why a command did not complete.</summary>
/// <param name="ExitCode">One of <see cref="ExitCodes"/>.</param>
/// <param name="Message">What the operator reads on the error output.</param>
internal sealed record CommandFailure(int ExitCode, string Message)
{
    private const string UsageHint = "Usage: add --help to see the commands and their options.";

    /// <summary>Describes a failure; null for a programming error, whose stack trace is needed.</summary>
    public static CommandFailure? Of(Exception failure) => failure switch
    {
        CommandAppException or UsageException => new(ExitCodes.Usage, $"{failure.Message}\n{UsageHint}"),
        ValidationException invalid => new(
            ExitCodes.Usage,
            $"{string.Join(' ', invalid.Errors.Select(error => error.ErrorMessage).Distinct())}\n{UsageHint}"),
        // An operator may see the reason that a caller of the API may not.
        UpstreamUnavailableException => new(
            ExitCodes.StoreUnavailable, $"{failure.Message} {failure.InnerException?.Message.Split('\n')[0].TrimEnd()}"),
        OperationCanceledException => new(ExitCodes.Stopped, "Stopped. Changes made so far stay."),
        IOException => new(ExitCodes.Usage, failure.Message),
        _ when StartFailure.Describe(failure) is { } reason => new(ExitCodes.Usage, reason),
        _ => null,
    };

    /// <summary>Writes the message to the error output and returns the exit code.</summary>
    public async Task<int> ReportAsync()
    {
        await Console.Error.WriteLineAsync(Message);

        return ExitCode;
    }
}

/// <summary>The command cannot be run with these arguments and settings.</summary>
internal sealed class UsageException(string message) : Exception(message);
