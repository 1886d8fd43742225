namespace DealInsights.WebApi.Observability.Diagnostics;

/// <summary>The response of <c>/diagnostics/timings</c>. Durations are milliseconds, shares go from 0 to 1.</summary>
internal sealed record DiagnosticsReport
{
    public required DateTimeOffset Now { get; init; }

    /// <summary>The start of the process.</summary>
    public required DateTimeOffset Since { get; init; }

    /// <summary>Requests in progress, including the one for this report.</summary>
    public required long InProgress { get; init; }

    public required int Cores { get; init; }

    public required string Store { get; init; }

    /// <summary>How many calls one server of the store takes at once; null for no limit.</summary>
    public required int? StoreMaxCalls { get; init; }

    public required string Model { get; init; }

    public required IReadOnlyList<WindowReport> Windows { get; init; }
}

/// <summary>The last minutes.</summary>
internal sealed record WindowReport
{
    public required int Minutes { get; init; }

    /// <summary>How many seconds it covers: up to ten more than its minutes, less after a start.</summary>
    public required double Seconds { get; init; }

    public IReadOnlyList<Finding> Findings { get; init; } = [];

    /// <summary>All requests by status class, including health checks and documents.</summary>
    public required IReadOnlyDictionary<string, long> Endings { get; init; }

    public required long InProgressPeak { get; init; }

    /// <summary>How many API requests were in progress on average.</summary>
    public required double InProgressAverage { get; init; }

    /// <summary>Cores that were busy on average.</summary>
    public required double BusyCores { get; init; }

    /// <summary>Requests to the API.</summary>
    public required DurationReport All { get; init; }

    /// <summary>The parts of queries that waited for neither upstream.</summary>
    public required WaitReport Own { get; init; }

    public required WaitReport Database { get; init; }

    public required WaitReport LanguageModel { get; init; }

    /// <summary>Waits for a pooled connection to MongoDB.</summary>
    public required DurationReport PoolWait { get; init; }

    public required IReadOnlyList<EndpointReport> Endpoints { get; init; }

    public required IReadOnlyList<QueryReport> Queries { get; init; }

    /// <summary>Counters of this service, such as calls to the model and hits of its cache.</summary>
    public required IReadOnlyList<CounterReport> Counters { get; init; }

    public required IReadOnlyList<PointReport> Timeline { get; init; }

    /// <summary>The slowest queries that were slow, slowest first.</summary>
    public required IReadOnlyList<SlowReport> Slow { get; init; }
}

/// <summary>A question of an operator and its answer.</summary>
/// <param name="Question">The question.</param>
/// <param name="Verdict"><c>good</c>, <c>fair</c>, <c>poor</c>, or <c>idle</c> when nothing was measured.</param>
/// <param name="Answer">A sentence or two, with numbers.</param>
internal sealed record Finding(string Question, string Verdict, string Answer);

internal sealed record DurationReport(long Count, double Rate, double P50, double P95, double P99, double Max);

/// <summary>One part of the queries' durations.</summary>
/// <param name="Duration">The durations of the queries that had this part.</param>
/// <param name="Share">Its share of the time of all queries.</param>
/// <param name="AtOncePeak">The most calls at once; null for the service's own time.</param>
internal sealed record WaitReport(DurationReport Duration, double Share, long? AtOncePeak);

/// <summary>Requests to one endpoint.</summary>
internal sealed record EndpointReport(string Route, DurationReport Duration, long Errors);

internal sealed record QueryReport(
    string Name,
    DurationReport Duration,
    IReadOnlyDictionary<string, long> Outcomes,
    double DatabaseShare,
    double ModelShare);

internal sealed record CounterReport(string Name, IReadOnlyList<string> Tags, long Count);

internal sealed record PointReport(
    DateTimeOffset At,
    double Seconds,
    long Count,
    double Rate,
    double P50,
    double P95,
    double DatabaseShare,
    double ModelShare,
    long InProgressPeak,
    long DatabasePeak,
    long ModelPeak);

internal sealed record SlowReport(DateTimeOffset EndedAt, string Query, string Outcome, double Duration, string? TraceId);
