using DealInsights.Application.Diagnostics;

namespace DealInsights.WebApi.Diagnostics;

/// <summary>Makes the report of what is remembered.</summary>
internal sealed class TimingReports(TimeProvider clock, TimingRecord record, IStoreStatus store, LanguageModelStatus model)
{
    private const int SlowShown = 50;

    // Ten seconds, half a minute, a minute a point.
    private static readonly (int Minutes, int SlicesPerPoint)[] Windows = [(1, 1), (15, 3), (60, 6)];

    /// <summary>Reports the last 1, 15 and 60 minutes.</summary>
    public TimingReport Make() => new()
    {
        Now = clock.GetUtcNow(),
        Since = record.StartedAt,
        InProgress = record.InProgress,
        Cores = Environment.ProcessorCount,
        Store = store.Name,
        StoreMaxCalls = store.MaxCalls,
        Model = model.Name,
        Windows = [.. Windows.Select(window => Report(window.Minutes, window.SlicesPerPoint))],
    };

    private WindowReport Report(int minutes, int slicesPerPoint)
    {
        var window = record.Read(TimeSpan.FromMinutes(minutes), slicesPerPoint);
        var totals = window.Totals;
        var busyCores = window.BusyCores(Environment.CpuUsage.TotalTime);

        return new WindowReport
        {
            Minutes = minutes,
            Seconds = Math.Round(window.Length.TotalSeconds, 1),
            Findings =
            [
                Findings.OneAfterAnother(totals, window.Length, busyCores),
                Findings.SlowModel(totals),
                Findings.ExhaustedPool(totals, store.MaxCalls),
            ],
            Endings = Enum.GetValues<Ending>().ToDictionary(NameOf, ending => totals.Endings[(int)ending]),
            InProgressPeak = totals.InProgressPeak,
            AtOnce = Share(totals.All.Sum, window.Length),
            BusyCores = busyCores is { } cores ? Math.Round(cores, 2) : null,
            WorkQueuePeak = totals.WorkQueuePeak,
            All = Report(totals.All, window.Length),
            Own = new(Report(totals.Own, window.Length), Share(totals.Own.Sum, totals.All.Sum), null),
            Database = new(Report(totals.Database, window.Length), Share(totals.Database.Sum, totals.All.Sum), totals.DatabasePeak),
            LanguageModel = new(Report(totals.Model, window.Length), Share(totals.Model.Sum, totals.All.Sum), totals.ModelPeak),
            Queries = [.. QueriesOf(totals, window.Length)],
            Timeline = [.. window.Timeline.Select(Report)],
            Slow = [.. window.Slowest.OrderByDescending(slow => slow.Duration).Take(SlowShown).Select(Report)],
        };
    }

    private IEnumerable<QueryReport> QueriesOf(TimingTotals totals, TimeSpan length) => totals.Queries
        .Select((query, index) => (Query: query, Index: index))
        .Where(one => one.Query is { Duration.Count: > 0 })
        .Select(one => new QueryReport(
            record.QueryName(one.Index),
            Report(one.Query!.Duration, length),
            Enum.GetValues<QueryOutcome>().ToDictionary(Telemetry.NameOf, outcome => one.Query.Outcomes[(int)outcome]),
            Share(one.Query.Database, one.Query.Duration.Sum),
            Share(one.Query.Model, one.Query.Duration.Sum),
            one.Query.Sources
                .Select((count, index) => (Count: count, Index: index))
                .Where(source => source.Count > 0)
                .ToDictionary(source => record.SourceName(source.Index), source => source.Count)))
        .OrderBy(query => query.Name, StringComparer.Ordinal);

    private static DurationReport Report(DurationHistogram durations, TimeSpan length) => new(
        durations.Count,
        Rate(durations.Count, length),
        Milliseconds(durations.Percentile(50)),
        Milliseconds(durations.Percentile(95)),
        Milliseconds(durations.Percentile(99)),
        Milliseconds(durations.Max));

    private static PointReport Report(TimelinePoint point) => new(
        point.StartedAt,
        Math.Round(point.Length.TotalSeconds, 1),
        point.Duration.Count,
        Rate(point.Duration.Count, point.Length),
        Milliseconds(point.Duration.Percentile(50)),
        Milliseconds(point.Duration.Percentile(95)),
        Share(point.Database, point.Duration.Sum),
        Share(point.Model, point.Duration.Sum),
        point.InProgressPeak,
        point.DatabasePeak,
        point.ModelPeak);

    private static SlowReport Report(SlowRequest slow) => new(
        slow.EndedAt,
        slow.Query,
        Telemetry.NameOf(slow.Outcome),
        Milliseconds(slow.Duration),
        slow.Database is { } database ? Milliseconds(database) : null,
        slow.Model is { } model ? Milliseconds(model) : null,
        slow.TraceId);

    private static string NameOf(Ending ending) => ending switch
    {
        Ending.Answered => "answered",
        Ending.Refused => "refused",
        Ending.TooMany => "tooMany",
        Ending.Unavailable => "unavailable",
        Ending.Failed => "failed",
        Ending.Cancelled => "cancelled",
        _ => throw new ArgumentOutOfRangeException(nameof(ending), ending, "No such ending."),
    };

    // Of less than a second, a request just now would look like many.
    private static double Rate(long count, TimeSpan length) => Math.Round(count / Math.Max(1, length.TotalSeconds), 2);

    private static double Share(TimeSpan part, TimeSpan whole) =>
        whole > TimeSpan.Zero ? Math.Round(part / whole, 4) : 0;

    private static double Milliseconds(TimeSpan time) => Math.Round(time.TotalMilliseconds, 3);
}
