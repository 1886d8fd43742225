using System.ComponentModel;
using DealInsights.Application.Audit;
using DealInsights.Application.Privacy;
using DealInsights.Application.Privacy.RemoveDeal;
using DealInsights.Application.Privacy.RemovePerson;
using DealInsights.Domain.Deals;
using MediatR;
using Spectre.Console;
using Spectre.Console.Cli;

namespace DealInsights.WebApi.Cli;

/// <summary>
/// Deletes a deal or a person from everything that is stored, and prints what was deleted. Prints no names or addresses:
/// the output may be kept as a log.
/// </summary>
internal sealed class PurgeCommand(CommandServices services) : AuditedCommand<PurgeCommand.Settings>(services, "purge")
{
    protected override AuditOutcome RefusedOutcome => AuditOutcome.NotFound;

    protected override string? DealOf(Settings settings) => settings.Deals is [var deal] ? deal : null;

    protected override async Task<int> RunAsync(Settings settings, CancellationToken cancellationToken)
    {
        IRequest<RemovalReport?> removal = settings.Deals is [var deal]
            ? new RemoveDealCommand(DealReference.ByName(deal), settings.DryRun)
            : new RemovePersonCommand(settings.People[0], settings.DryRun);

        return Show(await Services.Get<IMediator>().Send(removal, cancellationToken));
    }

    private static int Show(RemovalReport? report)
    {
        if (report is null)
        {
            AnsiConsole.WriteLine("Nothing of it is stored.");
            return ExitCodes.Refused;
        }

        var table = new Table().AddColumns("Collection", "Removed", "Changed", "Left");
        foreach (var collection in report.Collections)
        {
            table.AddCounts(collection.Collection, collection.Removed, collection.Changed, collection.Left);
        }

        AnsiConsole.Write(table);
        if (report.IsRehearsal)
        {
            AnsiConsole.WriteLine("Nothing was changed: this was a dry run.");
        }

        if (report.Collections.All(collection => collection.Left == 0))
        {
            return ExitCodes.Done;
        }

        AnsiConsole.WriteLine(
            "What is left names the person in a deal's name or a meeting's identifier, or is damaged: purge those deals by name.");
        return ExitCodes.Refused;
    }

    internal sealed class Settings : CommandSettings
    {
        [CommandOption("--deal <NAME>")]
        [Description("The deal to delete.")]
        public string[] Deals { get; init; } = [];

        [CommandOption("--person <EMAIL>")]
        [Description("The person to delete from every deal, by e-mail address.")]
        public string[] People { get; init; } = [];

        [CommandOption("--dry-run")]
        [Description("Only print what would be deleted.")]
        public bool DryRun { get; init; }

        public override ValidationResult Validate() => Deals.Length + People.Length == 1
            ? OptionValues.All(OptionValues.Required("--deal", Deals), OptionValues.Required("--person", People))
            : ValidationResult.Error("purge needs either --deal NAME or --person EMAIL.");
    }
}
