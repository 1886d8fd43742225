using DealInsights.LoadTest.Results;

namespace DealInsights.LoadTest.Report;

/// <summary>The words that the console and the HTML report share for stored answers in a crowd.</summary>
internal static class CrowdedWording
{
    public const string How =
        "Stored overviews, alone and while requests for deals that nobody asked for before wait for the model; rounds "
        + "take turns. The crowd has connections of its own, but shares the machine: its processor time slows the "
        + "stored answers, too.";

    public static readonly IReadOnlyList<string> Columns =
        ["requests for", "requests/s, median (range)", "p50", "p99", "max", "answered by", "errors"];

    /// <summary>What stands in <see cref="Columns"/>, a row for each series and one for the crowd.</summary>
    public static IEnumerable<(IReadOnlyList<string> Cells, bool HasErrors)> Rows(CrowdedResult crowded) =>
    [
        .. Row("stored deals, alone", crowded.Alone),
        .. Row("stored deals, crowded", crowded.Crowded),
        .. crowded.Crowd.Requests == 0
            ? []
            : new[] { (Cells("fresh deals: the crowd", Wording.None, crowded.Crowd), crowded.Crowd.Failed > 0) },
    ];

    public static string Preparation(CrowdedResult crowded) =>
        $"Before the first round {Wording.Count(crowded.Preparation.Requests)} of {Wording.Count(crowded.Deals)} deals "
        + $"were asked until they were stored; their last answers: {Wording.AnsweredBy(crowded.Preparation)}, "
        + $"errors: {Wording.Errors(crowded.Preparation)}. {Wording.Count(crowded.StoredDeals)} are measured.";

    public static string Crowd(CrowdedResult crowded) =>
        "Requests for the model in flight, on average: "
        + (crowded.AverageInFlight is { } average ? Wording.Invariant($"{average:0.0}") : Wording.None)
        + $" of {Wording.Count(crowded.ModelCalls)}. Fresh deals used: {Wording.Count(crowded.FreshDealsUsed)} of "
        + $"{Wording.Count(crowded.FreshDeals)}.";

    /// <summary>Null when a problem leaves it open.</summary>
    public static string? Verdict(CrowdedResult crowded) => crowded is { IsMet: { } isMet, P99Ratio: { } ratio }
        ? $"In the crowd the p99 of stored answers is {Factor(ratio)} times what it is alone "
            + $"({Factor(crowded.P99Ratios.Min())}–{Factor(crowded.P99Ratios.Max())}; pairs of rounds: "
            + $"{Wording.Count(crowded.P99Ratios.Count)}); the target of at most {Factor(CrowdedResult.AllowedRatio)} "
            + (isMet ? "is met." : "is MISSED.")
        : null;

    public static IEnumerable<string> Problems(CrowdedResult crowded) =>
        crowded.Problems.Select(problem => "No verdict: " + Text(problem, crowded));

    private static string Text(CrowdedProblem problem, CrowdedResult crowded) => problem switch
    {
        CrowdedProblem.NotStored =>
            "there is nothing to measure, because the deals do not become stored (X-Insight-Source: stored).",
        CrowdedProblem.SeriesNotStored =>
            $"stored were {Stored(crowded.Alone)} of the answers alone and {Stored(crowded.Crowded)} of those in the "
            + $"crowd; {Wording.Share(CrowdedResult.RequiredStoredShare)} have to be.",
        CrowdedProblem.RanOut =>
            $"--fresh-deals-file ran out. Its {Wording.Count(crowded.FreshDeals)} deals lasted "
            + $"{Wording.Duration(crowded.CrowdSeconds)} of {Wording.Duration(crowded.PlannedCrowdSeconds)}: "
            + $"about {Wording.Count(crowded.FreshDealsNeeded)} are needed, with a reserve more.",
        CrowdedProblem.CrowdNotByModel =>
            $"only {Wording.Share(crowded.Crowd.ModelShare)} of the crowd were answered by the model. Fresh deals that "
            + "are stored were asked before; offline means there is no model.",
        CrowdedProblem.CrowdTooThin =>
            "too few requests for the model were in flight.",
        _ => throw new ArgumentOutOfRangeException(nameof(problem), problem, "No such problem."),
    };

    private static string Factor(double factor) => Wording.Invariant($"{factor:0.00}");

    private static string Stored(SustainedResult? series) =>
        series is null ? Wording.None : Wording.Share(series.Answers.StoredShare);

    private static IEnumerable<(IReadOnlyList<string> Cells, bool HasErrors)> Row(string name, SustainedResult? series)
    {
        if (series is not null)
        {
            yield return (Cells(name, Wording.Throughput(series), series.Answers), series.Answers.Failed > 0);
        }
    }

    private static IReadOnlyList<string> Cells(string name, string throughput, AnswerSummary answers) =>
    [
        name,
        throughput,
        Wording.Time(answers.Latency.P50),
        Wording.Time(answers.Latency.P99),
        Wording.Time(answers.Latency.Max),
        Wording.AnsweredBy(answers),
        Wording.Errors(answers),
    ];
}
