using DealInsights.Application.Diagnostics;
using DealInsights.WebApi.Timing;
using Microsoft.Extensions.Options;

namespace DealInsights.WebApi.Diagnostics;

/// <summary>
/// Remembers the last hour's requests in slices of ten seconds, each reused an hour later: with the four queries of v2
/// some 5 MB when every slice has seen all of them, whatever the load. Safe for concurrent use: one lock, held for a
/// fraction of a microsecond, twice a request.
/// </summary>
internal sealed class TimingRecord(TimeProvider clock, UpstreamLoad load, IOptions<TimingOptions> options)
{
    private const int MaxQueries = 24;
    private const int MaxSources = 12;

    // An hour, and the slice that is being filled.
    private const int SliceCount = 361;

    // Asking the thread pool costs more than counting; a queue that matters lasts longer than so many requests.
    private const int RequestsPerLookAtThePool = 16;

    public static readonly TimeSpan SliceLength = TimeSpan.FromSeconds(10);

    private readonly Lock _gate = new();
    private readonly TimeSlice[] _ring = new TimeSlice[SliceCount];
    private readonly NameTable _queries = new(MaxQueries);
    private readonly NameTable _sources = new(MaxSources);
    private readonly long _origin = clock.GetTimestamp();
    private TimeSlice? _current;
    private int _inProgress;
    private int _begun;

    /// <summary>When it began to remember.</summary>
    public DateTimeOffset StartedAt { get; } = clock.GetUtcNow();

    /// <summary>Counts a request as in progress.</summary>
    /// <param name="timestamp">When it began, by the clock given to this.</param>
    public void Begin(long timestamp)
    {
        lock (_gate)
        {
            var slice = SliceAt(timestamp);
            _inProgress++;
            slice.InProgressAtEnd = _inProgress;
            slice.Totals.InProgressPeak = Math.Max(slice.Totals.InProgressPeak, _inProgress);
            if (_begun++ % RequestsPerLookAtThePool == 0)
            {
                slice.Totals.WorkQueuePeak = Math.Max(slice.Totals.WorkQueuePeak, ThreadPool.PendingWorkItemCount);
            }
        }
    }

    /// <summary>Remembers how a request went that <see cref="Begin"/> was told of.</summary>
    /// <param name="timestamp">When it ended, by the clock given to this.</param>
    /// <param name="request">How it went.</param>
    /// <param name="traceId">Gives its trace identifier; asked only of the few whose identifier is kept.</param>
    /// <param name="state">What <paramref name="traceId"/> is given.</param>
    public void End<TState>(long timestamp, in EndedRequest request, Func<TState, string> traceId, TState state)
    {
        lock (_gate)
        {
            var slice = SliceAt(timestamp);
            slice.InProgressAtEnd = --_inProgress;
            TakePeaks(slice);
            slice.Totals.Endings[(int)EndingOf(request.Status)]++;
            if (request.Queries.Count == 0)
            {
                return;
            }

            Count(slice.Totals, request);
            if (request.Duration >= options.Value.SlowFrom && slice.IsAmongSlowest(request.Duration))
            {
                var query = request.Queries[0];
                slice.Keep(new SlowRequest(
                    clock.GetUtcNow(), query.Name, query.Outcome, request.Duration, request.Database, request.Model, traceId(state)));
            }
        }
    }

    /// <summary>What is remembered of the last <paramref name="length"/>, the slice that is being filled and whole ones before it.</summary>
    /// <param name="length">How far back, in whole slices; an hour at most.</param>
    /// <param name="slicesPerPoint">How many slices make a point of the timeline.</param>
    public TimingWindow Read(TimeSpan length, int slicesPerPoint)
    {
        var now = clock.GetTimestamp();
        var last = NumberAt(now);
        var first = Math.Max(0, last - Math.Min(SliceCount - 1, (long)(length / SliceLength)));
        var window = new TimingWindow(
            StartedAt, first, clock.GetElapsedTime(_origin, now), slicesPerPoint, new TimingTotals(MaxQueries, MaxSources));
        for (var number = first; number <= last; number++)
        {
            // Slice by slice, so that no request waits for more than one to be added up.
            lock (_gate)
            {
                if (number == last)
                {
                    TakePeaks(SliceAt(now));
                }

                if (_ring[number % SliceCount] is { } slice && slice.Number == number)
                {
                    window.Add(slice);
                }
                else
                {
                    window.AddIdle(number);
                }
            }
        }

        return window;
    }

    /// <summary>How many requests are in progress now.</summary>
    public int InProgress
    {
        get
        {
            lock (_gate)
            {
                return _inProgress;
            }
        }
    }

    /// <summary>The name of the query that totals number so.</summary>
    public string QueryName(int index)
    {
        lock (_gate)
        {
            return _queries.NameOf(index);
        }
    }

    /// <summary>The name of the source that totals number so.</summary>
    public string SourceName(int index)
    {
        lock (_gate)
        {
            return _sources.NameOf(index);
        }
    }

    private static Ending EndingOf(int? status) => status switch
    {
        null => Ending.Cancelled,
        StatusCodes.Status499ClientClosedRequest => Ending.Cancelled,
        StatusCodes.Status429TooManyRequests => Ending.TooMany,
        StatusCodes.Status503ServiceUnavailable => Ending.Unavailable,
        >= 500 => Ending.Failed,
        >= 400 => Ending.Refused,
        _ => Ending.Answered,
    };

    private void Count(TimingTotals totals, in EndedRequest request)
    {
        var database = request.Database ?? TimeSpan.Zero;
        var model = request.Model ?? TimeSpan.Zero;
        totals.All.Record(request.Duration);
        totals.Own.Record(request.Duration - database - model);
        if (request.Database is not null)
        {
            totals.Database.Record(database);
        }

        if (request.Model is not null)
        {
            totals.Model.Record(model);
        }

        // By index: an enumerator would be an allocation for each request.
        for (var index = 0; index < request.Queries.Count; index++)
        {
            var query = request.Queries[index];
            var counted = totals.Query(_queries.IndexOf(query.Name));
            counted.Duration.Record(query.Duration);
            counted.Outcomes[(int)query.Outcome]++;
            // Of a request with several queries nobody knows which of them waited: none for longer than it took.
            counted.Database += database < query.Duration ? database : query.Duration;
            counted.Model += model < query.Duration ? model : query.Duration;
            if (request.Source is not null)
            {
                counted.Sources[_sources.IndexOf(request.Source)]++;
            }
        }
    }

    private void TakePeaks(TimeSlice slice)
    {
        slice.Totals.DatabasePeak = Math.Max(slice.Totals.DatabasePeak, load.TakePeak(Upstream.Database));
        slice.Totals.ModelPeak = Math.Max(slice.Totals.ModelPeak, load.TakePeak(Upstream.Model));
    }

    private long NumberAt(long timestamp) => Math.Max(0, clock.GetElapsedTime(_origin, timestamp).Ticks / SliceLength.Ticks);

    private TimeSlice SliceAt(long timestamp)
    {
        var number = NumberAt(timestamp);
        // A request that read the clock just before another began a slice counts in that slice.
        if (_current is { } current && number <= current.Number)
        {
            return current;
        }

        if (_current is { } ended)
        {
            TakePeaks(ended);
        }

        var slice = _ring[number % SliceCount] ??= new TimeSlice(MaxQueries, MaxSources);
        slice.Begin(number, _inProgress, Environment.CpuUsage.TotalTime);
        _current = slice;

        return slice;
    }
}
