using System.Globalization;
using DealInsights.Application.Transfer;
using Spectre.Console;

namespace DealInsights.WebApi.Commands;

/// <summary>Loads exported files and lists what was loaded and what was refused.</summary>
internal sealed class ImportCommand(IDealImporter importer, IAnsiConsole output, TextWriter errors)
{
    // More lines than this are not read one by one; their number is still told.
    private const int MostListed = 100;

    /// <returns>One of <see cref="ExitCodes"/>, and the deals whose meetings were loaded.</returns>
    /// <exception cref="IOException">The path cannot be read.</exception>
    /// <exception cref="Application.Failures.UpstreamUnavailableException">The store does not answer.</exception>
    public async Task<(int ExitCode, IReadOnlyCollection<string> DealsWithMeetings)> RunAsync(
        string path, CancellationToken cancellationToken)
    {
        var report = await ProgressView.ShowAsync(
            output, "Importing", progress => importer.ImportAsync(path, progress, cancellationToken));

        WriteSummary(report);
        await WriteRefusedAsync(report.Refused);

        return (report.Refused.Count == 0 ? ExitCodes.Done : ExitCodes.Refused, report.DealsWithMeetings);
    }

    private void WriteSummary(ImportReport report)
    {
        var refused = report.Refused.CountBy(line => line.File).ToDictionary(StringComparer.Ordinal);
        var table = new Table().AddColumns("File", "Collection", "Loaded", "Refused");
        foreach (var file in report.Files)
        {
            table.AddRow(
                Markup.Escape(file.File),
                file.Collection,
                file.Loaded.ToString("N0", CultureInfo.InvariantCulture),
                refused.GetValueOrDefault(file.File).ToString("N0", CultureInfo.InvariantCulture));
        }

        output.Write(table);
    }

    private async Task WriteRefusedAsync(IReadOnlyList<RefusedLine> refused)
    {
        foreach (var line in refused.Take(MostListed))
        {
            var place = line.Line is { } number ? $"{line.File}:{number}" : line.File;
            await errors.WriteLineAsync($"{place}: {line.Reason}");
        }

        if (refused.Count > MostListed)
        {
            await errors.WriteLineAsync($"and {refused.Count - MostListed} more");
        }
    }
}
