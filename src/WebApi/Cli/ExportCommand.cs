using System.ComponentModel;
using DealInsights.Application.Transfer;
using Spectre.Console;
using Spectre.Console.Cli;

namespace DealInsights.WebApi.Cli;

/// <summary>Writes every collection to a file and prints how many documents each holds.</summary>
internal sealed class ExportCommand(CommandServices services) : AuditedCommand<ExportCommand.Settings>(services, "export")
{
    protected override async Task<int> RunAsync(Settings settings, CancellationToken cancellationToken)
    {
        var written = await ProgressView.ShowAsync(
            "Exporting", progress => Services.Get<IDealExporter>().ExportAsync(settings.Folder, progress, cancellationToken));

        var table = new Table().AddColumns("Collection", "Written");
        foreach (var (collection, documents) in written)
        {
            table.AddCounts(collection, documents);
        }

        AnsiConsole.Write(table);

        return ExitCodes.Done;
    }

    internal sealed class Settings : CommandSettings
    {
        [CommandArgument(0, "<FOLDER>")]
        [Description("The folder to write to; created when it is missing.")]
        public required string Folder { get; init; }
    }
}
