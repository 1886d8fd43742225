using System.ComponentModel;
using DealInsights.Application.Transfer;
using Spectre.Console;
using Spectre.Console.Cli;

namespace DealInsights.WebApi.Cli;

/// <summary>Loads exported files and prints what was loaded and what was refused.</summary>
internal sealed class ImportCommand(CommandServices services) : AuditedCommand<ImportCommand.Settings>(services, "import")
{
    // Nobody reads more lines than this one by one.
    private const int MostListed = 100;

    protected override async Task<int> RunAsync(Settings settings, CancellationToken cancellationToken)
    {
        // A missing model is reported before anything is loaded.
        var warming = settings.Warm ? new Warming(Services) : null;
        var report = await ProgressView.ShowAsync(
            "Importing", progress => Services.Get<IDealImporter>().ImportAsync(settings.Path, progress, cancellationToken));
        WriteSummary(report);
        await WriteRefusedAsync(report.Refused);

        var imported = report.Refused.Count == 0 ? ExitCodes.Done : ExitCodes.Refused;
        if (warming is null || report.DealsWithMeetings.Count == 0)
        {
            return imported;
        }

        return Math.Max(imported, await warming.RunAsync(report.DealsWithMeetings, settings, cancellationToken));
    }

    private static void WriteSummary(ImportReport report)
    {
        var refused = report.Refused.CountBy(line => line.File).ToDictionary(StringComparer.Ordinal);
        var table = new Table().AddColumns("File", "Collection", "Loaded", "Refused");
        foreach (var file in report.Files)
        {
            table.AddRow(
                Markup.Escape(file.File),
                file.Collection,
                CountTable.Format(file.Loaded),
                CountTable.Format(refused.GetValueOrDefault(file.File)));
        }

        AnsiConsole.Write(table);
    }

    private static async Task WriteRefusedAsync(IReadOnlyList<RefusedLine> refused)
    {
        foreach (var line in refused.Take(MostListed))
        {
            var place = line.Line is { } number ? $"{line.File}:{number}" : line.File;
            await Console.Error.WriteLineAsync($"{place}: {line.Reason}");
        }

        if (refused.Count > MostListed)
        {
            await Console.Error.WriteLineAsync($"and {refused.Count - MostListed} more");
        }
    }

    internal sealed class Settings : WarmingSettings
    {
        [CommandArgument(0, "<PATH>")]
        [Description("A file or a folder; each file is named for its collection and has one document per line.")]
        public required string Path { get; init; }

        [CommandOption("--warm")]
        [Description("Then generate what the loaded meetings change, as the command warm does.")]
        public bool Warm { get; init; }
    }
}
