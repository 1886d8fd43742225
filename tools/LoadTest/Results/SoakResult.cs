using DealInsights.LoadTest.Measurement;

namespace DealInsights.LoadTest.Results;

/// <summary>What the service's process held at one moment of a soak.</summary>
internal sealed record ProcessSample
{
    /// <summary>After the soak's begin.</summary>
    public required double Seconds { get; init; }

    /// <summary>How many requests were done with by then.</summary>
    public required int Answered { get; init; }

    public required long ResidentBytes { get; init; }

    /// <summary>The managed heap after its last collection; null where the service does not tell.</summary>
    public long? HeapBytes { get; init; }

    public required int Threads { get; init; }

    /// <summary>Open files and sockets; null where they cannot be counted.</summary>
    public required int? Handles { get; init; }

    /// <summary>All was answered already, and the process had a pause.</summary>
    public required bool IsSettling { get; init; }
}

/// <summary>A sample that is worth a line of its own: the first at which a part of the deals was done with.</summary>
internal sealed record SoakMark(string Moment, ProcessSample Sample);

/// <summary>Every deal asked once, or all of them round and round for some time, and the service's process meanwhile.</summary>
internal sealed record SoakResult
{
    private const int MarkSeconds = 120;

    private static readonly (double Share, string Name)[] Parts =
        [(0.25, "25 %"), (0.5, "50 %"), (0.75, "75 %"), (1, "100 %")];

    public required int Deals { get; init; }

    /// <summary>How long it was to go on; null: until every deal was asked once.</summary>
    public double? PlannedSeconds { get; init; }

    /// <summary>How many requests were planned: one for each deal and endpoint; as many as were made if it went by time.</summary>
    public required int Requests { get; init; }

    /// <summary>From the first request to the last answer.</summary>
    public required double Seconds { get; init; }

    public required AnswerSummary Answers { get; init; }

    /// <summary>The same answers by the endpoint's name.</summary>
    public required IReadOnlyDictionary<string, AnswerSummary> ByEndpoint { get; init; }

    /// <summary>Whether there was a process to sample.</summary>
    public required bool IsProcessKnown { get; init; }

    /// <summary>In order of their time; empty when the process is not known.</summary>
    public required IReadOnlyList<ProcessSample> Samples { get; init; }

    /// <summary>Good answers a second.</summary>
    public double RequestsPerSecond => Seconds > 0 ? Answers.Latency.Count / Seconds : 0;

    /// <summary>Whether every deal was asked, or the time is over.</summary>
    public bool IsComplete => PlannedSeconds is { } planned ? Seconds >= planned : Answers.Requests >= Requests;

    /// <summary>
    /// Before, at each quarter of the deals or every two minutes, and after the pause, as far as there is a sample of it.
    /// </summary>
    public IReadOnlyList<SoakMark> Marks =>
    [
        .. Mark("before", Samples.FirstOrDefault(sample => sample.Answered == 0)),
        .. PlannedSeconds is { } planned ? MarksByTime(planned) : MarksByDeals(),
        .. Mark("after the pause", Samples.LastOrDefault(sample => sample.IsSettling)),
    ];

    /// <summary>Null when it went by time, there are too few samples, or not every deal was asked.</summary>
    public MemoryTrend? Trend =>
        IsComplete && PlannedSeconds is null ? MemoryTrend.Of(Samples, Requests, Deals) : null;

    /// <summary>Null when it did not go by time, was too short, or ended early.</summary>
    public SteadyState? Steady =>
        IsComplete && PlannedSeconds is { } planned ? SteadyState.Of(Samples, planned) : null;

    /// <summary>Whether what the process holds stayed flat; null when that cannot be said.</summary>
    public bool? IsFlat => Steady?.IsFlat ?? Trend?.IsFlat;

    public static SoakResult Of(
        int deals,
        TimeSpan? planned,
        IReadOnlyDictionary<string, RequestTally> tallies,
        TimeSpan elapsed,
        bool isProcessKnown,
        IReadOnlyList<ProcessSample> samples) => new()
        {
            Deals = deals,
            PlannedSeconds = planned?.TotalSeconds,
            Requests = planned is null ? deals * tallies.Count : (int)tallies.Values.Sum(tally => tally.Requests),
            Seconds = elapsed.TotalSeconds,
            Answers = AnswerSummary.OfAll(tallies.Values),
            ByEndpoint = tallies.ToDictionary(endpoint => endpoint.Key, endpoint => AnswerSummary.Of(endpoint.Value)),
            IsProcessKnown = isProcessKnown,
            Samples = samples,
        };

    private IEnumerable<SoakMark> MarksByDeals() => Parts.SelectMany(part => Mark(
        part.Name, Samples.FirstOrDefault(sample => !sample.IsSettling && sample.Answered >= part.Share * Requests)));

    private IEnumerable<SoakMark> MarksByTime(double planned) => Enumerable
        .Range(1, (int)planned / MarkSeconds)
        .SelectMany(turn => Mark(
            $"minute {turn * MarkSeconds / 60}",
            Samples.LastOrDefault(sample => !sample.IsSettling && sample.Seconds <= turn * MarkSeconds)));

    private static IEnumerable<SoakMark> Mark(string moment, ProcessSample? sample) =>
        sample is null ? [] : [new SoakMark(moment, sample)];
}
