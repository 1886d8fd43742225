using System.Globalization;
using System.Net.Sockets;
using DealInsights.LoadTest.Load;
using DealInsights.LoadTest.Report;
using DealInsights.LoadTest.Scenarios;
using Spectre.Console;
using Spectre.Console.Cli;

namespace DealInsights.LoadTest;

/// <summary>Runs the chosen scenarios one after the other and writes the reports.</summary>
internal sealed class LoadCommand : AsyncCommand<LoadSettings>
{
    private const int Failure = 1;

    /// <summary>Wide enough for the tables; Spectre.Console takes 80 where there is no terminal.</summary>
    private const int RedirectedWidth = 140;

    public override async Task<int> ExecuteAsync(
        CommandContext context, LoadSettings settings, CancellationToken cancellationToken)
    {
        IReadOnlyList<IScenario> scenarios;
        try
        {
            scenarios = await ChooseAsync(settings, cancellationToken);
            await CheckServiceAsync(settings.Service, cancellationToken);
        }
        catch (Exception failure) when (failure is InvalidDataException or SocketException)
        {
            await Console.Error.WriteLineAsync(failure.Message);
            return Failure;
        }

        if (Console.IsOutputRedirected)
        {
            AnsiConsole.Profile.Width = RedirectedWidth;
        }

        var report = await RunAsync(settings, scenarios, cancellationToken);
        ConsoleReport.Write(AnsiConsole.Console, report);
        await SaveAsync(settings.ReportFile, HtmlReport.Write(report), cancellationToken);
        await SaveAsync(Path.ChangeExtension(settings.ReportFile, ".json"), JsonReport.Write(report), cancellationToken);
        return (report.HasFailures && !settings.AllowsErrors) || (report.MissesTarget && settings.IsStrict) ? Failure : 0;
    }

    private static async Task<IReadOnlyList<IScenario>> ChooseAsync(
        LoadSettings settings, CancellationToken cancellationToken)
    {
        var deals = await DealFile.ReadAsync(settings.DealsFile, cancellationToken);
        var fresh = settings is { NeedsFreshDeals: true, FreshDealsFile: { } file }
            ? await DealFile.ReadAsync(file, cancellationToken)
            : [];
        var freshDeals = new FreshDeals([.. fresh.Except(deals)]);
        return
        [
            .. settings.Scenarios.Select<string, IScenario>(name => name switch
            {
                LoadSettings.Bursts => new BurstScenario(settings, deals),
                LoadSettings.Sustained => new SustainedScenario(settings, deals),
                LoadSettings.Cold => new ColdScenario(settings, freshDeals),
                LoadSettings.Crowded => new CrowdedScenario(settings, deals, freshDeals),
                _ => new SoakScenario(settings, deals),
            }),
        ];
    }

    /// <summary>Connects once, so that a service that is not there is told at once.</summary>
    private static async Task CheckServiceAsync(Uri service, CancellationToken cancellationToken)
    {
        using var connection = new TcpClient();
        await connection.ConnectAsync(service.Host, service.Port, cancellationToken);
    }

    private static async Task<RunReport> RunAsync(
        LoadSettings settings, IReadOnlyList<IScenario> scenarios, CancellationToken cancellationToken)
    {
        var started = TimeProvider.System.GetUtcNow();
        var sections = new List<Section>();
        await AnsiConsole.Status().StartAsync("…", async status =>
        {
            foreach (var scenario in scenarios)
            {
                sections.Add(await scenario.RunAsync(step => status.Status = Markup.Escape(step), cancellationToken));
            }
        });
        var facts = new Dictionary<string, string>
        {
            ["service"] = settings.Service.ToString(),
            ["started"] = started.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture),
            ["took"] = $"{(TimeProvider.System.GetUtcNow() - started).TotalSeconds:#,0} s",
            ["processors"] = $"{Environment.ProcessorCount}, shared by load test and service",
        };
        return new RunReport(facts, sections);
    }

    private static async Task SaveAsync(string path, string text, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        await File.WriteAllTextAsync(path, text, cancellationToken);
        await Console.Out.WriteLineAsync($"Written: {path}");
    }
}
