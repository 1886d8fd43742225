using System.ComponentModel;
using DealInsights.LoadTest.Load;
using Spectre.Console;
using Spectre.Console.Cli;

namespace DealInsights.LoadTest;

/// <summary>The options of a load run.</summary>
internal sealed class LoadSettings : CommandSettings
{
    public const string Bursts = "bursts";
    public const string Sustained = "sustained";
    public const string Cold = "cold";
    public const string Crowded = "crowded";
    public const string Soak = "soak";

    private static readonly string[] AllScenarios = [Bursts, Sustained, Cold, Crowded, Soak];

    [CommandOption("--base <URL>")]
    [Description("The service; a loopback address")]
    [DefaultValue("http://localhost:8000")]
    public Uri Service { get; init; } = null!;

    [CommandOption("--scenarios <LIST>")]
    [Description("Any of bursts, sustained, cold, crowded, soak, separated by commas")]
    [DefaultValue("bursts,sustained")]
    public string ScenarioList { get; init; } = "";

    [CommandOption("--endpoints <LIST>")]
    [Description("What sustained and soak ask: deal-info, get-concerns, company-overview, get-stakeholders")]
    [DefaultValue("deal-info,company-overview")]
    public string EndpointList { get; init; } = "";

    [CommandOption("--deals-file <FILE>")]
    [Description("mongoexport file of deal_info with the deals to ask about")]
    [DefaultValue("samples/deal_info.json")]
    public string DealsFile { get; init; } = "";

    [CommandOption("--fresh-deals-file <FILE>")]
    [Description("The same with deals whose overviews are not stored yet; needed by cold and crowded, used up by them")]
    public string? FreshDealsFile { get; init; }

    [CommandOption("--connections <N>")]
    [Description("Connections that sustained, crowded and soak keep busy")]
    [DefaultValue(50)]
    public int Connections { get; init; }

    [CommandOption("--duration <SECONDS>")]
    [Description("Length of one round")]
    [DefaultValue(10.0)]
    public double DurationSeconds { get; init; }

    [CommandOption("--warm-up <SECONDS>")]
    [Description("Unmeasured load on each server before the first round")]
    [DefaultValue(5.0)]
    public double WarmUpSeconds { get; init; }

    [CommandOption("--rounds <N>")]
    [Description("Rounds of each series, taken in turns; also repetitions of each burst")]
    [DefaultValue(5)]
    public int Rounds { get; init; }

    [CommandOption("--timeout <SECONDS>")]
    [Description("A request without a response for so long has failed")]
    [DefaultValue(30.0)]
    public double TimeoutSeconds { get; init; }

    [CommandOption("--baseline-mongodb <URL>")]
    [Description("Compare with a bare endpoint that makes one find by deal_id in this database's deal_info")]
    public string? BaselineMongoDb { get; init; }

    [CommandOption("--no-baseline")]
    [Description("Do not compare sustained load with the bare endpoint")]
    public bool SkipsBaseline { get; init; }

    [CommandOption("--model-latency <SECONDS>")]
    [Description("How long the model takes (--delay of tools/ModelStub); cold reports multiples of it")]
    [DefaultValue(1.5)]
    public double ModelLatencySeconds { get; init; }

    [CommandOption("--model-calls <N>")]
    [Description("Overviews asked for at once by cold; requests that wait for the model in crowded")]
    [DefaultValue(100)]
    public int ModelCalls { get; init; }

    [CommandOption("--soak-for <SECONDS>")]
    [Description("Repeat the soak's deals for so long; otherwise each deal is asked about once")]
    public double? SoakSeconds { get; init; }

    [CommandOption("--report <FILE>")]
    [Description("Where to write the HTML report; the same name with .json gets the numbers")]
    [DefaultValue("artifacts/load-report.html")]
    public string ReportFile { get; init; } = "";

    [CommandOption("--allow-errors")]
    [Description("Exit with 0 although requests failed")]
    public bool AllowsErrors { get; init; }

    [CommandOption("--strict")]
    [Description("Exit with 1 when a target is missed")]
    public bool IsStrict { get; init; }

    public IReadOnlyList<string> Scenarios => Split(ScenarioList);

    public IReadOnlyList<DealEndpoint> Endpoints =>
        [.. Split(EndpointList).Select(name => DealEndpoint.All.First(endpoint => endpoint.Name == name))];

    public TimeSpan Duration => TimeSpan.FromSeconds(DurationSeconds);

    public TimeSpan WarmUp => TimeSpan.FromSeconds(WarmUpSeconds);

    public TimeSpan Timeout => TimeSpan.FromSeconds(TimeoutSeconds);

    public bool NeedsFreshDeals => Scenarios.Contains(Cold) || Scenarios.Contains(Crowded);

    public override ValidationResult Validate()
    {
        var unknown = Split(ScenarioList).Except(AllScenarios)
            .Concat(Split(EndpointList).Except(DealEndpoint.All.Select(endpoint => endpoint.Name)));
        string?[] mistakes =
        [
            .. unknown.Select(name => $"'{name}' is neither a scenario nor an endpoint."),
            Service is { IsAbsoluteUri: true, IsLoopback: true } ? null : "--base must be a loopback address.",
            NeedsFreshDeals && FreshDealsFile is null ? "cold and crowded need --fresh-deals-file." : null,
            Split(ScenarioList).Length == 0 || Split(EndpointList).Length == 0
                ? "--scenarios and --endpoints need at least one name." : null,
            Connections is < 1 or > 1000 || ModelCalls is < 1 or > 1000 || Rounds is < 1 or > 1000
                ? "--connections, --model-calls and --rounds take 1 to 1000." : null,
            DurationSeconds is <= 0 or > 3600 || TimeoutSeconds is <= 0 or > 3600 || WarmUpSeconds is < 0 or > 3600
                ? "--duration, --timeout and --warm-up take at most 3600 seconds." : null,
            ModelLatencySeconds <= 0 || SoakSeconds is <= 0 or > 86_400
                ? "--model-latency and --soak-for need a positive number of seconds, at most a day." : null,
        ];
        return mistakes.FirstOrDefault(mistake => mistake is not null) is { } first
            ? ValidationResult.Error(first)
            : ValidationResult.Success();
    }

    private static string[] Split(string list) =>
        list.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
