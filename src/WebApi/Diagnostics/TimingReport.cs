namespace DealInsights.WebApi.Diagnostics;

/// <summary>Where the time went, as <c>/diagnostics/timings</c> answers it. Durations are milliseconds, shares go from 0 to 1.</summary>
internal sealed record TimingReport
{
    public required DateTimeOffset Now { get; init; }

    /// <summary>Since when it is remembered: the start of the process.</summary>
    public required DateTimeOffset Since { get; init; }

    /// <summary>Requests in progress, the one that asks this among them.</summary>
    public required int InProgress { get; init; }

    public required int Cores { get; init; }

    public required string Store { get; init; }

    /// <summary>How many calls a server of the store takes at once; <see langword="null"/> when nothing limits it.</summary>
    public required int? StoreMaxCalls { get; init; }

    public required string Model { get; init; }

    public required IReadOnlyList<WindowReport> Windows { get; init; }
}

/// <summary>The last minutes.</summary>
internal sealed record WindowReport
{
    public required int Minutes { get; init; }

    /// <summary>How many seconds it really covers: ten more at most, less after a start.</summary>
    public required double Seconds { get; init; }

    /// <summary>The old guide's questions, answered.</summary>
    public required IReadOnlyList<Finding> Findings { get; init; }

    /// <summary>Requests by how they ended, health and documents included.</summary>
    public required IReadOnlyDictionary<string, long> Endings { get; init; }

    public required int InProgressPeak { get; init; }

    /// <summary>How many requests were worked on at once on average.</summary>
    public required double AtOnce { get; init; }

    /// <summary>Cores busy on average; <see langword="null"/> when not known.</summary>
    public required double? BusyCores { get; init; }

    /// <summary>The most work seen waiting for a thread.</summary>
    public required long WorkQueuePeak { get; init; }

    /// <summary>All requests that asked a query.</summary>
    public required DurationReport All { get; init; }

    /// <summary>The part of those during which neither upstream was waited for.</summary>
    public required WaitReport Own { get; init; }

    public required WaitReport Database { get; init; }

    public required WaitReport LanguageModel { get; init; }

    public required IReadOnlyList<QueryReport> Queries { get; init; }

    public required IReadOnlyList<PointReport> Timeline { get; init; }

    /// <summary>The slowest requests that were SLOW, slowest first; no more than eight of every ten seconds.</summary>
    public required IReadOnlyList<SlowReport> Slow { get; init; }
}

/// <summary>A question and its answer.</summary>
/// <param name="Question">What operators ask.</param>
/// <param name="Verdict"><c>good</c>, <c>fair</c>, <c>poor</c>, or <c>idle</c> when nothing can be said.</param>
/// <param name="Answer">A sentence or two, with numbers.</param>
internal sealed record Finding(string Question, string Verdict, string Answer);

internal sealed record DurationReport(long Count, double Rate, double P50, double P95, double P99, double Max);

/// <summary>Waiting for something, among the requests that did.</summary>
/// <param name="Duration">How long it took them.</param>
/// <param name="Share">Of the time of all requests.</param>
/// <param name="AtOncePeak">The most calls at once; <see langword="null"/> for the service's own time.</param>
internal sealed record WaitReport(DurationReport Duration, double Share, int? AtOncePeak);

internal sealed record QueryReport(
    string Name,
    DurationReport Duration,
    IReadOnlyDictionary<string, long> Outcomes,
    double DatabaseShare,
    double ModelShare,
    IReadOnlyDictionary<string, long> Sources);

internal sealed record PointReport(
    DateTimeOffset At,
    double Seconds,
    long Count,
    double Rate,
    double P50,
    double P95,
    double DatabaseShare,
    double ModelShare,
    int InProgressPeak,
    int DatabasePeak,
    int ModelPeak);

internal sealed record SlowReport(
    DateTimeOffset EndedAt, string Query, string Outcome, double Duration, double? Database, double? Model, string TraceId);
