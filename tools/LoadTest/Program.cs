using System.Text;
using DealInsights.LoadTest.Baseline;
using DealInsights.LoadTest.CommandLine;
using DealInsights.LoadTest.MadeDeals;
using DealInsights.LoadTest.Report;
using DealInsights.LoadTest.Runs;
using DealInsights.LoadTest.Starts;
using Spectre.Console;

using var stopping = new CancellationTokenSource();
try
{
    if (args is [BaselineServer.Mode, .. var serverArguments])
    {
        await BaselineServer.RunAsync(serverArguments);
        return ExitCode.Success;
    }

    if (args is [MakeDealsCommand.Mode, .. var makeArguments])
    {
        StopOnInterrupt();
        await MakeDealsCommand.RunAsync(makeArguments, Console.Out, stopping.Token);
        return ExitCode.Success;
    }

    if (args is [StartCommand.Mode, .. var startArguments])
    {
        StopOnInterrupt();
        return await StartCommand.RunAsync(startArguments, AnsiConsole.Console, stopping.Token);
    }

    return await LoadAsync(OptionsParser.Parse(args));
}
catch (OperationCanceledException) when (stopping.IsCancellationRequested)
{
    return ExitCode.Interrupted;
}
catch (UsageException mistake)
{
    await Console.Error.WriteLineAsync($"{mistake.Message} See --help.");
    return ExitCode.Usage;
}

async Task<int> LoadAsync(LoadTestOptions options)
{
    if (options.ShowsHelp)
    {
        await Console.Out.WriteLineAsync(Usage.Text);
        return ExitCode.Success;
    }

    StopOnInterrupt(); // the run ends, the report is still written
    var deals = await DealNames.ChooseAsync(options, stopping.Token);
    var freshDeals = await DealNames.ChooseFreshAsync(options, deals, stopping.Token);
    var run = new LoadTestRun(TimeProvider.System, options, deals, freshDeals, AnsiConsole.Console);
    if (await run.FindObstacleAsync(stopping.Token) is { } obstacle)
    {
        await Console.Error.WriteLineAsync(obstacle);
        return stopping.IsCancellationRequested ? ExitCode.Interrupted : ExitCode.Failure;
    }

    var result = await run.RunAsync(stopping.Token);
    new ConsoleReport(AnsiConsole.Console).Write(result);
    await SaveAsync(options.ReportPath, HtmlReport.Write(result));
    if (options.JsonPath is { } jsonPath)
    {
        await SaveAsync(jsonPath, JsonReport.Write(result));
    }

    return ExitCode.Of(result, options);
}

void StopOnInterrupt() => Console.CancelKeyPress += (_, interrupt) =>
{
    interrupt.Cancel = true;
    stopping.Cancel();
};

static async Task SaveAsync(string path, string text)
{
    Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
    await File.WriteAllTextAsync(path, text, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
    await Console.Out.WriteLineAsync($"Written: {path}");
}
