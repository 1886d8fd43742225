using System.Globalization;
using DealInsights.LoadTest.Results;
using DealInsights.LoadTest.Targets;

namespace DealInsights.LoadTest.Report;

/// <summary>The words and number formats that the console and the HTML report share.</summary>
internal static class Wording
{
    public const string None = "–";

    /// <summary>How sustained numbers are to be read.</summary>
    public const string SharedCores =
        "Generator and server share the cores, so the ratio of requests/s also holds the generator's own time, which "
        + "differs from server to server (see its column). The ratio of the servers' processor time leaves it out.";

    public const string HowBursts =
        "All requests of a burst are released at one moment, over the four endpoints and different deals, each on a "
        + "connection opened for it; one unmeasured request to each endpoint went before. The slowest repeat is graded.";

    /// <summary>Milliseconds with three significant digits; seconds from ten thousand.</summary>
    public static string Time(double milliseconds) => milliseconds switch
    {
        >= 10_000 => Invariant($"{milliseconds / 1000:F1} s"),
        >= 100 => Invariant($"{milliseconds:F0} ms"),
        >= 10 => Invariant($"{milliseconds:F1} ms"),
        _ => Invariant($"{milliseconds:F2} ms"),
    };

    /// <summary>How long something went on, to the tenth of a second.</summary>
    public static string Duration(double seconds) => Invariant($"{seconds:#,0.0} s");

    public static string Time(TimeSpan limit) => Invariant($"{limit.TotalSeconds:0.##} s");

    public static string Count(double count) => Invariant($"{count:N0}");

    public static string CpuTime(double? microseconds) =>
        microseconds is { } known ? Invariant($"{known:F1} µs") : None;

    public static string Ratio(double ratio) => Invariant($"{ratio:P0}").Replace(" ", "", StringComparison.Ordinal);

    public static string Grade(BurstResult burst) => burst switch
    {
        { Answers.Failed: > 0 } => "not graded: errors",
        { Grade: Targets.Grade.Target } => "target",
        { Grade: Targets.Grade.Acceptable } => "acceptable",
        { Grade: Targets.Grade.BeyondAcceptable } => "beyond acceptable",
        { Grade: Targets.Grade.Slow } => "slow",
        _ => None,
    };

    public static string Limits(BurstTarget? target) => target is null
        ? None
        : $"< {Time(target.Target)} / < {Time(target.Acceptable)} / > {Time(target.Slow)}";

    public static string WholeBurst(BurstResult burst) => $"{Time(burst.MedianBurst)} / {Time(burst.SlowestBurst)}";

    public static string Throughput(SustainedResult series) =>
        $"{Count(series.RequestsPerSecond)} ({Count(series.SlowestRound)}–{Count(series.FastestRound)})";

    /// <summary>Failures by kind, or 0.</summary>
    public static string Errors(AnswerSummary answers) =>
        answers.Failed == 0
            ? "0"
            : string.Join(", ", answers.Errors.Select(kind => $"{kind.Key} × {Count(kind.Value)}"));

    public static string ServerTime(AnswerSummary answers) => answers.ServerP50 is { } p50 ? Time(p50) : None;

    /// <summary>Who answered, by endpoint: one line for each endpoint whose answers said so.</summary>
    public static IEnumerable<string> InsightSources(LoadTestResult result) =>
        result.Bursts
            .SelectMany(burst => burst.ByEndpoint)
            .Concat(result.Sustained.Select(series => KeyValuePair.Create(series.Name, series.Answers)))
            .SelectMany(series => series.Value.InsightSources.Select(source => (series.Key, source)))
            .GroupBy(answer => answer.Key, answer => answer.source)
            .Select(endpoint => $"{endpoint.Key}: " + string.Join(", ", endpoint
                .GroupBy(source => source.Key, source => source.Value)
                .OrderBy(source => source.Key, StringComparer.Ordinal)
                .Select(source => $"{source.Key} × {Count(source.Sum())}")));

    /// <summary>Who gave the answers, in shares: <c>stored 98.0%, model 2.0%</c>.</summary>
    public static string AnsweredBy(AnswerSummary answers) => Shares(answers.InsightShares);

    /// <summary>The service's share of the bare server's throughput, and whether it is enough.</summary>
    public static string Verdict(BaselineComparison comparison) =>
        comparison.Target.Endpoint
        + (comparison.InsightShares.Count > 0 ? $" (answered by: {Shares(comparison.InsightShares)})" : "")
        + $" reaches {Ratio(comparison.Ratio)} of the bare Kestrel endpoint's requests/s "
        + $"({Ratio(comparison.LowestRatio)}–{Ratio(comparison.HighestRatio)}; rounds: {comparison.Ratios.Count}); "
        + $"its target of {comparison.Target.Words} is {(comparison.IsMet ? "met" : "MISSED")}."
        + (comparison.CpuRatio is { } ratio
            ? $" By the servers' own processor time a request it is {Ratio(ratio)}."
            : "");

    /// <summary>What is left of the throughput, and whether it is enough.</summary>
    public static string Verdict(CostComparison comparison) =>
        $"{comparison.Name} reaches {PerMille(comparison.Ratio)} of the requests/s of the same {comparison.ComparedWith} "
        + $"({PerMille(comparison.Ratios.Min())}–{PerMille(comparison.Ratios.Max())}; rounds: {comparison.Ratios.Count}); "
        + $"its target of {Ratio(comparison.RequiredRatio)} is {(comparison.IsMet ? "met" : "MISSED")}."
        + (comparison.CpuRatio is { } ratio
            ? $" By the server's own processor time a request it is {PerMille(ratio)}."
            : "");

    private static string PerMille(double ratio) => Invariant($"{ratio:P1}").Replace(" ", "", StringComparison.Ordinal);

    /// <summary>One decimal; never rounded to all or nothing.</summary>
    public static string Share(double share) =>
        Invariant($"{(share is 0 or 1 ? share : Math.Clamp(share, 0.001, 0.999)) * 100:0.#}%");

    private static string Shares(IReadOnlyDictionary<string, double> shares) => shares.Count == 0
        ? None
        : string.Join(", ", shares.Select(source => $"{source.Key} {Share(source.Value)}"));

    public static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
