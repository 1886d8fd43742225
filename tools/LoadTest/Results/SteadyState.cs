namespace DealInsights.LoadTest.Results;

/// <summary>Something that a process holds, at two moments.</summary>
/// <param name="Name">What, with its unit.</param>
/// <param name="AtMinuteTwo">The median around two minutes after the begin.</param>
/// <param name="AtTheEnd">The median of the last half minute under load.</param>
/// <param name="Slack">What comes and goes by chance: a collection more or less, some threads of the pool.</param>
internal sealed record SteadyValue(string Name, double AtMinuteTwo, double AtTheEnd, double Slack)
{
    /// <summary>0.02: 2 % more at the end.</summary>
    public double Growth => (AtTheEnd / AtMinuteTwo) - 1;

    public bool IsFlat => AtTheEnd <= (AtMinuteTwo * (1 + SteadyState.AllowedGrowth)) + Slack;
}

/// <summary>Whether what the process holds at the end of a long soak is what it held after two minutes.</summary>
internal sealed record SteadyState(IReadOnlyList<SteadyValue> Values)
{
    /// <summary>The end may lie so far above minute two.</summary>
    public const double AllowedGrowth = 0.20;

    /// <summary>Over how long a median is taken.</summary>
    public const double WindowSeconds = 30;

    private const double MinuteTwo = 120;
    private const double BytesPerMebibyte = 1024 * 1024;

    public bool IsFlat => Values.All(value => value.IsFlat);

    /// <returns>Null when there is too little between minute two and the end.</returns>
    public static SteadyState? Of(IReadOnlyList<ProcessSample> samples, double seconds)
    {
        var early = Around(samples, MinuteTwo);
        var late = Around(samples, seconds - (WindowSeconds / 2));
        if (seconds < MinuteTwo + (2 * WindowSeconds) || early.Count == 0 || late.Count == 0)
        {
            return null;
        }

        return new SteadyState(
        [
            .. Value("resident MiB", sample => sample.ResidentBytes / BytesPerMebibyte, slack: 0),
            .. Value("GC heap MiB", sample => sample.HeapBytes / BytesPerMebibyte, slack: 8),
            .. Value("threads", sample => sample.Threads, slack: 8),
            .. Value("open handles", sample => sample.Handles, slack: 8),
        ]);

        IEnumerable<SteadyValue> Value(string name, Func<ProcessSample, double?> of, double slack)
        {
            var before = early.Select(of).OfType<double>().ToList();
            var after = late.Select(of).OfType<double>().ToList();

            return before.Count == 0 || after.Count == 0
                ? []
                : [new SteadyValue(name, Median.Of(before), Median.Of(after), slack)];
        }
    }

    private static List<ProcessSample> Around(IReadOnlyList<ProcessSample> samples, double seconds) =>
        [.. samples.Where(sample => !sample.IsSettling && Math.Abs(sample.Seconds - seconds) <= WindowSeconds / 2)];
}
