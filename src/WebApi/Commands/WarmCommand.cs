using System.Globalization;
using DealInsights.Application.Warming;
using Spectre.Console;

namespace DealInsights.WebApi.Commands;

/// <summary>Has the model generate ahead of time what is missing, and lists what became of it.</summary>
internal sealed class WarmCommand(IInsightWarmer warmer, IAnsiConsole output)
{
    /// <exception cref="Application.Failures.UpstreamUnavailableException">The store does not answer.</exception>
    public async Task<int> RunAsync(WarmRequest request, CancellationToken cancellationToken)
    {
        var report = await ProgressView.ShowAsync(
            output, "Warming", progress => warmer.WarmAsync(request, progress, cancellationToken));

        var table = new Table().AddColumns("Insight", "Known", "Generated", "Failed", "Left");
        AddRow(table, "company overviews", report.Overviews);
        AddRow(table, "titles", report.Titles);
        output.Write(table);
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"{report.Deals:N0} deals, {report.Calls:N0} of {request.MaxCalls:N0} calls used."));
        if (report.Overviews.Left + report.Titles.Left > 0)
        {
            output.WriteLine("The calls were used up: run it again, or with a larger --max-calls, for what is left.");
        }

        return report.IsComplete ? ExitCodes.Done : ExitCodes.Refused;
    }

    private static void AddRow(Table table, string insight, WarmCount count) => table.AddRow(
    [
        insight,
        .. new[] { count.Known, count.Generated, count.Failed, count.Left }
            .Select(number => number.ToString("N0", CultureInfo.InvariantCulture)),
    ]);
}
