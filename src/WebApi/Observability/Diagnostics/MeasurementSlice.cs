namespace DealInsights.WebApi.Observability.Diagnostics;

/// <summary>The measurements of a period. Not safe for concurrent use.</summary>
internal sealed class MeasurementSlice
{
    private const int MaxSlowQueries = 8;

    /// <summary>Durations by instrument and tags.</summary>
    public Dictionary<Series, Distribution> Durations { get; } = [];

    /// <summary>Increases of counters by instrument and tags.</summary>
    public Dictionary<Series, long> Counts { get; } = [];

    /// <summary>The highest values of up-down counters by instrument and tags.</summary>
    public Dictionary<Series, long> Peaks { get; init; } = [];

    /// <summary>The slowest queries among those that count as slow, at most eight per recorded slice.</summary>
    public List<SlowQuery> SlowQueries { get; } = [];

    /// <summary>The processor time of the process when the slice began.</summary>
    public TimeSpan ProcessorAtStart { get; init; }

    public void RecordDuration(Series series, double seconds) => DurationsOf(series).Record(seconds);

    public void RecordLevel(Series series, long level) =>
        Peaks[series] = Math.Max(Peaks.GetValueOrDefault(series), level);

    public void Keep(SlowQuery query)
    {
        SlowQueries.Add(query);
        if (SlowQueries.Count > MaxSlowQueries)
        {
            SlowQueries.Remove(SlowQueries.MinBy(slow => slow.Duration)!);
        }
    }

    /// <summary>Adds what another slice measured.</summary>
    public void Add(MeasurementSlice other)
    {
        foreach (var (series, durations) in other.Durations)
        {
            DurationsOf(series).Add(durations);
        }

        foreach (var (series, count) in other.Counts)
        {
            Counts[series] = Counts.GetValueOrDefault(series) + count;
        }

        foreach (var (series, peak) in other.Peaks)
        {
            RecordLevel(series, peak);
        }

        SlowQueries.AddRange(other.SlowQueries);
    }

    /// <summary>Returns the durations of all series that match, as one distribution.</summary>
    public Distribution Merge(Func<Series, bool> matches)
    {
        var merged = new Distribution();
        foreach (var (series, durations) in Durations.Where(pair => matches(pair.Key)))
        {
            merged.Add(durations);
        }

        return merged;
    }

    private Distribution DurationsOf(Series series)
    {
        if (!Durations.TryGetValue(series, out var durations))
        {
            durations = Durations[series] = new Distribution();
        }

        return durations;
    }
}

/// <summary>An instrument with the values of its tags.</summary>
internal readonly record struct Series(string Instrument, string? First = null, string? Second = null);

/// <summary>A query that took long.</summary>
/// <param name="EndedAt">When it ended.</param>
/// <param name="Query">Its name.</param>
/// <param name="Outcome">How it ended.</param>
/// <param name="Duration">In seconds.</param>
/// <param name="TraceId">Its trace; null when there is none.</param>
internal sealed record SlowQuery(DateTimeOffset EndedAt, string Query, string Outcome, double Duration, string? TraceId);
