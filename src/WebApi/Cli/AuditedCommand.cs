using DealInsights.Application.Audit;
using DealInsights.Application.Failures;
using DealInsights.Domain.Deals;
using Spectre.Console.Cli;

namespace DealInsights.WebApi.Cli;

/// <summary>A command that leaves an audit record of its action, without names of people.</summary>
/// <param name="services">The application's services.</param>
/// <param name="action">The action in the audit record.</param>
internal abstract class AuditedCommand<TSettings>(CommandServices services, string action) : AsyncCommand<TSettings>
    where TSettings : CommandSettings
{
    protected CommandServices Services => services;

    /// <summary>The outcome that <see cref="ExitCodes.Refused"/> stands for.</summary>
    protected virtual AuditOutcome RefusedOutcome => AuditOutcome.Failed;

    /// <summary>Does the command's work.</summary>
    /// <returns>One of <see cref="ExitCodes"/>.</returns>
    protected abstract Task<int> RunAsync(TSettings settings, CancellationToken cancellationToken);

    /// <summary>Returns the deal that the audit record names; null for none.</summary>
    protected virtual string? DealOf(TSettings settings) => null;

    public sealed override async Task<int> ExecuteAsync(
        CommandContext context, TSettings settings, CancellationToken cancellationToken)
    {
        var exitCode = await ReportFailureAsync(settings, cancellationToken);
        if (exitCode != ExitCodes.Usage)
        {
            await RecordAsync(settings, exitCode);
        }

        return exitCode;
    }

    private async Task<int> ReportFailureAsync(TSettings settings, CancellationToken cancellationToken)
    {
        try
        {
            return await RunAsync(settings, cancellationToken);
        }
        catch (Exception failure) when (CommandFailure.Of(failure) is { } described)
        {
            return await described.ReportAsync();
        }
    }

    private async Task RecordAsync(TSettings settings, int exitCode)
    {
        var outcome = exitCode switch
        {
            ExitCodes.Done => AuditOutcome.Done,
            ExitCodes.Refused => RefusedOutcome,
            ExitCodes.Stopped => AuditOutcome.Cancelled,
            _ => AuditOutcome.Failed,
        };
        try
        {
            var deal = DealOf(settings) is { } name ? DealReference.ByName(name) : null;
            await services.Get<AuditTrail>().WriteAsync(
                new AuditEntry("command-line", action, deal, outcome, IsRemoval: true), CancellationToken.None);
        }
        catch (UpstreamUnavailableException)
        {
            await Console.Error.WriteLineAsync("The audit record of this command could not be written.");
        }
    }
}
