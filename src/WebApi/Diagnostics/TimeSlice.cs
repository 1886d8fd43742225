namespace DealInsights.WebApi.Diagnostics;

/// <summary>Ten seconds of the record. Not safe for concurrent use.</summary>
internal sealed class TimeSlice(int queries, int sources)
{
    /// <summary>How many of the slowest requests are kept.</summary>
    public const int SlowestKept = 8;

    private readonly SlowRequest[] _slowest = new SlowRequest[SlowestKept];
    private int _slowestCount;

    /// <summary>Which slice of the record's life it is, from 0; -1 for one never used.</summary>
    public long Number { get; private set; } = -1;

    public TimingTotals Totals { get; } = new(queries, sources);

    /// <summary>The processor time of the process, over all cores, when the slice began.</summary>
    public TimeSpan ProcessorAtStart { get; private set; }

    /// <summary>How many requests were in progress at its end, or now.</summary>
    public int InProgressAtEnd { get; set; }

    /// <summary>The slowest requests, in no order.</summary>
    public ReadOnlySpan<SlowRequest> Slowest => _slowest.AsSpan(0, _slowestCount);

    /// <summary>Makes it another slice, in which nothing has happened yet.</summary>
    public void Begin(long number, int inProgress, TimeSpan processor)
    {
        Totals.Clear();
        _slowestCount = 0;
        Number = number;
        ProcessorAtStart = processor;
        InProgressAtEnd = Totals.InProgressPeak = inProgress;
    }

    /// <summary>Whether a request that took so long would be kept among the slowest.</summary>
    public bool IsAmongSlowest(TimeSpan duration) =>
        _slowestCount < SlowestKept || duration > _slowest[IndexOfFastest()].Duration;

    /// <summary>Keeps a request, in place of the fastest one kept when there is no room.</summary>
    public void Keep(SlowRequest request) =>
        _slowest[_slowestCount < SlowestKept ? _slowestCount++ : IndexOfFastest()] = request;

    private int IndexOfFastest()
    {
        var fastest = 0;
        for (var index = 1; index < _slowestCount; index++)
        {
            if (_slowest[index].Duration < _slowest[fastest].Duration)
            {
                fastest = index;
            }
        }

        return fastest;
    }
}
