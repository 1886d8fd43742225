namespace DealInsights.LoadTest.Measurement;

/// <summary>Counts the answers of a run in equal slices of its time. Not safe for concurrent use.</summary>
internal sealed class ThroughputTimeline
{
    private static readonly TimeSpan ShortestSlice = TimeSpan.FromMilliseconds(250);
    private const int MostSlices = 120;

    private readonly long[] _answers;

    public ThroughputTimeline(TimeSpan duration)
    {
        Slice = duration / MostSlices > ShortestSlice ? duration / MostSlices : ShortestSlice;
        _answers = new long[Math.Max(1, (int)(duration / Slice))];
    }

    /// <summary>The length of one slice; a last slice that the duration does not fill is left out.</summary>
    public TimeSpan Slice { get; }

    public IEnumerable<double> RequestsPerSecond => _answers.Select(answers => answers / Slice.TotalSeconds);

    /// <summary>Counts an answer that came so long after the start; one after the last slice is not counted.</summary>
    public void Record(TimeSpan sinceStart)
    {
        var slice = (int)(sinceStart / Slice);
        if (slice < _answers.Length)
        {
            _answers[slice]++;
        }
    }

    /// <summary>Adds the answers of a timeline of the same duration.</summary>
    public void Add(ThroughputTimeline other)
    {
        for (var slice = 0; slice < _answers.Length; slice++)
        {
            _answers[slice] += other._answers[slice];
        }
    }
}
