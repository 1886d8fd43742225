using System.Diagnostics;
using System.Diagnostics.Metrics;
using DealInsights.Application.Diagnostics;
using Microsoft.Extensions.Options;

namespace DealInsights.WebApi.Observability.Diagnostics;

/// <summary>
/// Records the last hour of this host's measurements in slices of ten seconds. It listens to the same instruments that
/// Prometheus and OTLP export. Safe for concurrent use.
/// </summary>
internal sealed class MeasurementRecorder : IDisposable
{
    /// <summary>The framework's instrument for completed requests.</summary>
    public const string RequestDuration = "http.server.request.duration";

    public static readonly TimeSpan SliceLength = TimeSpan.FromSeconds(10);

    // An hour and the current slice.
    private const int MaxSlices = 361;

    private readonly Lock _gate = new();
    private readonly MeterListener _listener = new();
    private readonly List<MeasurementSlice> _slices = [];
    private readonly Dictionary<Series, long> _levels = [];
    private readonly TimeProvider _clock;
    private readonly TimingOptions _options;
    private readonly long _started;

    // The number of the last slice, counted from the start.
    private long _last = -1;

    public MeasurementRecorder(IMeterFactory meters, TimeProvider clock, IOptions<TimingOptions> options)
    {
        _clock = clock;
        _options = options.Value;
        _started = clock.GetTimestamp();
        StartedAt = clock.GetUtcNow();
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            // Other hosts in this process, such as those of tests, have their own meter factory.
            var isOwn = ReferenceEquals(instrument.Meter.Scope, meters)
                && (instrument.Meter.Name == Telemetry.Name || instrument.Name == RequestDuration);
            if (isOwn && !instrument.IsObservable)
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => RecordDuration(instrument, value, tags));
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => RecordChange(instrument, value, tags));
        _listener.Start();
    }

    /// <summary>When recording began.</summary>
    public DateTimeOffset StartedAt { get; }

    /// <summary>Returns the current value of an up-down counter.</summary>
    public long LevelOf(Series series)
    {
        lock (_gate)
        {
            return _levels.GetValueOrDefault(series);
        }
    }

    /// <summary>Returns the measurements of the last minutes: the current slice and whole ones before it.</summary>
    /// <param name="length">An hour at most.</param>
    /// <param name="slicesPerPoint">How many slices make a point of the timeline.</param>
    public MeasurementWindow Read(TimeSpan length, int slicesPerPoint)
    {
        lock (_gate)
        {
            CurrentSlice();
            var life = _clock.GetElapsedTime(_started);
            var count = (int)Math.Min(_slices.Count, (length / SliceLength) + 1);
            var firstNumber = _last - count + 1;
            var slices = _slices.TakeLast(count).ToList();
            var points = slices
                .Select((slice, index) => (Slice: slice, Number: firstNumber + index))
                .GroupBy(one => one.Number / slicesPerPoint)
                .Select(group =>
                {
                    var begins = group.First().Number * SliceLength;
                    var ends = (group.Last().Number + 1) * SliceLength;

                    return new MeasurementPoint(
                        StartedAt + begins, (ends < life ? ends : life) - begins, Sum(group.Select(one => one.Slice)));
                })
                .ToList();

            return new MeasurementWindow(
                life - (firstNumber * SliceLength), Sum(points.Select(point => point.Measurements)), points, slices[0].ProcessorAtStart);
        }
    }

    public void Dispose() => _listener.Dispose();

    private static MeasurementSlice Sum(IEnumerable<MeasurementSlice> slices)
    {
        var sum = new MeasurementSlice();
        foreach (var slice in slices)
        {
            sum.Add(slice);
        }

        return sum;
    }

    private void RecordDuration(Instrument instrument, double seconds, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var series = SeriesOf(instrument, tags);
        lock (_gate)
        {
            var slice = CurrentSlice();
            slice.RecordDuration(series, seconds);
            if (series.Instrument == MetricNames.QueryDuration && seconds >= _options.SlowFrom.TotalSeconds)
            {
                slice.Keep(new SlowQuery(
                    _clock.GetUtcNow(), series.First!, series.Second!, seconds, Activity.Current?.TraceId.ToHexString()));
            }
        }
    }

    private void RecordChange(Instrument instrument, long change, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var series = SeriesOf(instrument, tags);
        lock (_gate)
        {
            var slice = CurrentSlice();
            if (instrument is UpDownCounter<long>)
            {
                var level = _levels[series] = _levels.GetValueOrDefault(series) + change;
                slice.RecordLevel(series, level);
            }
            else
            {
                slice.Counts[series] = slice.Counts.GetValueOrDefault(series) + change;
            }
        }
    }

    // The framework's instrument has more tags than this service's, which have two at most.
    private static Series SeriesOf(Instrument instrument, ReadOnlySpan<KeyValuePair<string, object?>> tags) =>
        instrument.Name == RequestDuration
            ? new Series(RequestDuration, Tag(tags, "http.route"), Tag(tags, "http.response.status_code"))
            : new Series(
                instrument.Name,
                tags.Length > 0 ? tags[0].Value?.ToString() : null,
                tags.Length > 1 ? tags[1].Value?.ToString() : null);

    private static string? Tag(ReadOnlySpan<KeyValuePair<string, object?>> tags, string name)
    {
        foreach (var (key, value) in tags)
        {
            if (key == name)
            {
                return value?.ToString();
            }
        }

        return null;
    }

    private MeasurementSlice CurrentSlice()
    {
        var number = (long)(_clock.GetElapsedTime(_started) / SliceLength);
        // After a long silence only the slices that can still be read are added.
        for (_last = Math.Max(_last, number - MaxSlices); _last < number; _last++)
        {
            if (_slices.Count == MaxSlices)
            {
                _slices.RemoveAt(0);
            }

            _slices.Add(new MeasurementSlice
            {
                Peaks = new Dictionary<Series, long>(_levels),
                ProcessorAtStart = Environment.CpuUsage.TotalTime,
            });
        }

        return _slices[^1];
    }
}

/// <summary>The measurements of the last minutes.</summary>
/// <param name="Length">How much time they cover: less than asked for after a start.</param>
/// <param name="Total">All of them.</param>
/// <param name="Points">The same over time, oldest first.</param>
/// <param name="ProcessorAtStart">The processor time of the process at the beginning.</param>
internal sealed record MeasurementWindow(
    TimeSpan Length, MeasurementSlice Total, IReadOnlyList<MeasurementPoint> Points, TimeSpan ProcessorAtStart);

/// <summary>A point of a timeline.</summary>
internal sealed record MeasurementPoint(DateTimeOffset StartedAt, TimeSpan Length, MeasurementSlice Measurements);
