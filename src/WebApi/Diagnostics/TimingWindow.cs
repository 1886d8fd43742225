namespace DealInsights.WebApi.Diagnostics;

/// <summary>The last minutes, added up from slices that are given in the order of time.</summary>
/// <param name="startedAt">When the record began.</param>
/// <param name="first">The number of the first slice.</param>
/// <param name="life">How long the record has existed.</param>
/// <param name="slicesPerPoint">How many slices make a point of the timeline.</param>
/// <param name="totals">Empty ones.</param>
internal sealed class TimingWindow(
    DateTimeOffset startedAt, long first, TimeSpan life, int slicesPerPoint, TimingTotals totals)
{
    private readonly List<TimelinePoint> _timeline = [];
    private readonly List<SlowRequest> _slowest = [];
    private TimeSpan? _processorAtStart;
    private TimeSpan _processorSince;
    private int _inProgress;

    public TimingTotals Totals => totals;

    /// <summary>How much time it covers: the window, or the record's life where that is shorter.</summary>
    public TimeSpan Length => life - (first * TimingRecord.SliceLength);

    public IReadOnlyList<TimelinePoint> Timeline => _timeline;

    /// <summary>The slowest requests of each slice, in no order.</summary>
    public IReadOnlyList<SlowRequest> Slowest => _slowest;

    /// <summary>How many cores were busy on average, from 0 to their number; <see langword="null"/> when not known.</summary>
    public double? BusyCores(TimeSpan processorNow) =>
        _processorAtStart is { } before && life - _processorSince is { Ticks: > 0 } time
            ? Math.Clamp((processorNow - before) / time, 0, Environment.ProcessorCount)
            : null;

    public void Add(TimeSlice slice)
    {
        totals.Add(slice.Totals);
        _slowest.AddRange(slice.Slowest);
        if (_processorAtStart is null)
        {
            _processorAtStart = slice.ProcessorAtStart;
            _processorSince = slice.Number * TimingRecord.SliceLength;
        }

        var point = PointOf(slice.Number);
        point.Duration.Add(slice.Totals.All);
        point.Database += slice.Totals.Database.Sum;
        point.Model += slice.Totals.Model.Sum;
        point.InProgressPeak = Math.Max(point.InProgressPeak, slice.Totals.InProgressPeak);
        point.DatabasePeak = Math.Max(point.DatabasePeak, slice.Totals.DatabasePeak);
        point.ModelPeak = Math.Max(point.ModelPeak, slice.Totals.ModelPeak);
        _inProgress = slice.InProgressAtEnd;
    }

    /// <summary>Adds a slice in which no request began or ended: as many were in progress as before.</summary>
    public void AddIdle(long number)
    {
        var point = PointOf(number);
        point.InProgressPeak = Math.Max(point.InProgressPeak, _inProgress);
        totals.InProgressPeak = Math.Max(totals.InProgressPeak, _inProgress);
    }

    private TimelinePoint PointOf(long number)
    {
        var point = number / slicesPerPoint;
        if (_timeline.Count == 0 || _timeline[^1].Number != point)
        {
            // The first point may have begun before the window.
            var begins = Math.Max(first, point * slicesPerPoint) * TimingRecord.SliceLength;
            var ends = (point + 1) * slicesPerPoint * TimingRecord.SliceLength;
            _timeline.Add(new TimelinePoint(point, startedAt + begins, (ends < life ? ends : life) - begins));
        }

        return _timeline[^1];
    }
}

/// <summary>One point of the timeline.</summary>
/// <param name="number">Which of the record's life it is.</param>
/// <param name="startedAt">When it began.</param>
/// <param name="length">How much time it covers.</param>
internal sealed class TimelinePoint(long number, DateTimeOffset startedAt, TimeSpan length)
{
    public long Number => number;

    public DateTimeOffset StartedAt => startedAt;

    public TimeSpan Length => length;

    public DurationHistogram Duration { get; } = new();

    public TimeSpan Database { get; set; }

    public TimeSpan Model { get; set; }

    public int InProgressPeak { get; set; }

    public int DatabasePeak { get; set; }

    public int ModelPeak { get; set; }
}
