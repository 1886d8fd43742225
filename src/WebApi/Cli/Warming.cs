using System.ComponentModel;
using System.Globalization;
using DealInsights.Application.Warming;
using Spectre.Console;
using Spectre.Console.Cli;

namespace DealInsights.WebApi.Cli;

/// <summary>The limits of warming.</summary>
internal abstract class WarmingSettings : CommandSettings
{
    private const int MostCalls = 10_000_000;
    private const int MostParallel = 1_000;

    [CommandOption("--max-calls <N>")]
    [Description("The most questions to the model.")]
    [DefaultValue(1_000)]
    public int MaxCalls { get; init; }

    [CommandOption("--max-parallel <N>")]
    [Description("The most questions at once.")]
    [DefaultValue(4)]
    public int MaxParallel { get; init; }

    public override ValidationResult Validate() => OptionValues.All(
        OptionValues.InRange("--max-calls", MaxCalls, MostCalls),
        OptionValues.InRange("--max-parallel", MaxParallel, MostParallel));
}

/// <summary>Generates missing insights and prints what became of them.</summary>
internal sealed class Warming(CommandServices services)
{
    private readonly IInsightWarmer _warmer = services.Find<IInsightWarmer>()
        ?? throw new UsageException("No language model is configured, and offline results need no warming.");

    /// <param name="dealNames">The deals; null for all.</param>
    /// <param name="limits">The limits of this run.</param>
    /// <param name="cancellationToken">Stops; generated insights stay.</param>
    public async Task<int> RunAsync(
        IReadOnlyCollection<string>? dealNames, WarmingSettings limits, CancellationToken cancellationToken)
    {
        var report = await ProgressView.ShowAsync("Warming", progress => _warmer.WarmAsync(
            new WarmRequest(dealNames, limits.MaxCalls, limits.MaxParallel), progress, cancellationToken));

        var table = new Table().AddColumns("Insight", "Known", "Generated", "Failed", "Left");
        AddRow(table, "company overviews", report.Overviews);
        AddRow(table, "titles", report.Titles);
        AnsiConsole.Write(table);
        AnsiConsole.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"{report.Deals:N0} deals, {report.Calls:N0} of {limits.MaxCalls:N0} calls used."));
        if (report.Overviews.Left + report.Titles.Left > 0)
        {
            AnsiConsole.WriteLine("The calls were used up. Run it again, or with a larger --max-calls, for the rest.");
        }

        return report.IsComplete ? ExitCodes.Done : ExitCodes.Refused;
    }

    private static void AddRow(Table table, string insight, WarmCount count) =>
        table.AddCounts(insight, count.Known, count.Generated, count.Failed, count.Left);
}
