using System.Globalization;
using DealInsights.Application.Transfer;
using Spectre.Console;

namespace DealInsights.WebApi.Commands;

/// <summary>Writes every collection to a file and lists how many documents each holds.</summary>
internal sealed class ExportCommand(IDealExporter exporter, IAnsiConsole output)
{
    /// <exception cref="IOException">The folder cannot be written to.</exception>
    /// <exception cref="Application.Failures.UpstreamUnavailableException">The store does not answer.</exception>
    public async Task<int> RunAsync(string folder, CancellationToken cancellationToken)
    {
        var written = await ProgressView.ShowAsync(
            output, "Exporting", progress => exporter.ExportAsync(folder, progress, cancellationToken));

        var table = new Table().AddColumns("Collection", "Written");
        foreach (var (collection, documents) in written)
        {
            table.AddRow(collection, documents.ToString("N0", CultureInfo.InvariantCulture));
        }

        output.Write(table);
        return ExitCodes.Done;
    }
}
