using DealInsights.LoadTest.Results;

namespace DealInsights.LoadTest.Report;

/// <summary>The words that the console and the HTML report share for a soak.</summary>
internal static class SoakWording
{
    private const double BytesPerMebibyte = 1024 * 1024;

    private static readonly string HowOnce =
        "Every deal is asked once, and the service's process is looked at meanwhile. Memory counts as flat when its "
        + "median while the last quarter of the requests is answered lies at most "
        + $"{Wording.Ratio(MemoryTrend.AllowedGrowth)} above its median in the third quarter. The first half may grow: "
        + "there caches fill and the heap finds its size, so the deals have to be twice as many as the caches hold.";

    private static readonly string HowForATime =
        "The deals are asked round and round, and the service's process is looked at meanwhile. What it holds counts as "
        + $"flat when the median of the last {SteadyState.WindowSeconds:N0} s lies at most "
        + $"{Wording.Ratio(SteadyState.AllowedGrowth)} above that after two minutes, by when caches should have filled.";

    public static readonly IReadOnlyList<string> MarkColumns =
        ["moment", "resident memory", "GC heap", "threads", "open handles", "requests done", "after"];

    public static string How(SoakResult soak) => soak.PlannedSeconds is null ? HowOnce : HowForATime;

    public static double Mebibytes(double bytes) => bytes / BytesPerMebibyte;

    public static string Summary(SoakResult soak) =>
        $"{Wording.Count(soak.Answers.Requests)} of {Wording.Count(soak.Requests)} requests about "
        + $"{Wording.Count(soak.Deals)} deals in {Wording.Duration(soak.Seconds)}: "
        + $"{Wording.Count(soak.RequestsPerSecond)} good answers/s, p50 {Wording.Time(soak.Answers.Latency.P50)}, "
        + $"p99 {Wording.Time(soak.Answers.Latency.P99)}.";

    /// <summary>One line on the statuses and errors, and one for each endpoint on who answered.</summary>
    public static IEnumerable<string> Answers(SoakResult soak) =>
    [
        "Statuses: " + List(soak.Answers.Statuses),
        .. soak.Answers.Failed > 0 ? (string[])[$"Errors: {Wording.Errors(soak.Answers)}"] : [],
        .. soak.ByEndpoint.Select(endpoint =>
            $"X-Insight-Source of {endpoint.Key}: {Sources(endpoint.Value)}"),
    ];

    /// <summary>What stands in the columns <see cref="MarkColumns"/>.</summary>
    public static IReadOnlyList<string> Cells(SoakMark mark) =>
    [
        mark.Moment,
        Memory(mark.Sample.ResidentBytes),
        mark.Sample.HeapBytes is { } heap ? Memory(heap) : Wording.None,
        Wording.Count(mark.Sample.Threads),
        mark.Sample.Handles is { } handles ? Wording.Count(handles) : Wording.None,
        Wording.Count(mark.Sample.Answered),
        Wording.Duration(mark.Sample.Seconds),
    ];

    /// <summary>Whether memory stayed flat, or why that cannot be said.</summary>
    public static string Verdict(SoakResult soak) => soak switch
    {
        { IsProcessKnown: false } =>
            "No verdict on memory: the service's process was not found. It is looked for by its port, on Linux and on "
            + "this machine alone; --server-pid names it.",
        { Trend: { } trend } => Verdict(trend),
        { Steady: { } steady } => Verdict(steady),
        { PlannedSeconds: not null } =>
            "No verdict on memory: it went on for less than three minutes, or was stopped.",
        { IsComplete: false } => "No verdict on memory: not every deal was asked.",
        _ =>
            $"No verdict on memory: fewer than {Wording.Count(MemoryTrend.RequiredSamples)} samples in the third or "
            + "the last quarter. Ask more deals, or look more often (--sample-every).",
    };

    private static string Verdict(MemoryTrend trend) =>
        $"Resident memory is {(trend.IsFlat ? "flat" : "NOT flat")}: {Memory(trend.LastQuarter)} in the last quarter "
        + $"of the requests, {Memory(trend.ThirdQuarter)} in the third (medians), "
        + Wording.Invariant($"{trend.Growth * 100:+0.0;-0.0;0.0}%, that is ")
        + Wording.Invariant($"{trend.GrowthPerDeal:+#,0;-#,0;0} bytes a deal; ")
        + $"{Wording.Ratio(MemoryTrend.AllowedGrowth)} is allowed. With so many deals a leak below "
        + $"{Wording.Count(trend.SmallestVisibleGrowth)} bytes a deal would pass.";

    private static string Verdict(SteadyState steady) =>
        $"What the process holds is {(steady.IsFlat ? "flat" : "NOT flat")} from minute two to the end (medians; "
        + $"{Wording.Ratio(SteadyState.AllowedGrowth)} more is allowed): "
        + string.Join("; ", steady.Values.Select(value =>
            Wording.Invariant($"{value.Name} {value.AtMinuteTwo:#,0.#} to {value.AtTheEnd:#,0.#}")
            + Wording.Invariant($" ({value.Growth * 100:+0.0;-0.0;0.0}%)")))
        + ".";

    private static string Sources(AnswerSummary answers) => answers.InsightSources.Count == 0
        ? AnswerSummary.NoSource
        : $"{List(answers.InsightSources)} ({Wording.AnsweredBy(answers)})";

    private static string List<TKey>(IReadOnlyDictionary<TKey, long> counts)
        where TKey : notnull => counts.Count == 0
            ? Wording.None
            : string.Join(", ", counts.OrderByDescending(count => count.Value).Select(count =>
                Wording.Invariant($"{count.Key} × {count.Value:N0}")));

    private static string Memory(double bytes) => Wording.Invariant($"{Mebibytes(bytes):#,0.0} MiB");
}
