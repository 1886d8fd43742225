using DealInsights.Application.Diagnostics;

namespace DealInsights.WebApi.Observability.Diagnostics;

/// <summary>Reports what was recorded.</summary>
internal sealed class DiagnosticsReporter(
    TimeProvider clock, MeasurementRecorder recorder, IStoreStatus store, LanguageModelStatus model)
{
    private const int MaxSlowQueries = 50;

    private static readonly (int Minutes, int SlicesPerPoint)[] Windows = [(1, 1), (15, 3), (60, 6)];

    private static readonly Series InProgress = new(MetricNames.RequestsInProgress);
    private static readonly Series DatabaseCalls = new(MetricNames.UpstreamActiveCalls, Upstream.Database.ToTag());
    private static readonly Series ModelCalls = new(MetricNames.UpstreamActiveCalls, Upstream.Model.ToTag());

    /// <summary>Reports the last 1, 15 and 60 minutes.</summary>
    public DiagnosticsReport Create() => new()
    {
        Now = clock.GetUtcNow(),
        Since = recorder.StartedAt,
        InProgress = recorder.LevelOf(InProgress),
        Cores = Environment.ProcessorCount,
        Store = store.Name,
        StoreMaxCalls = store.MaxCalls,
        Model = model.Name,
        Windows = [.. Windows.Select(window => Report(window.Minutes, window.SlicesPerPoint))],
    };

    private WindowReport Report(int minutes, int slicesPerPoint)
    {
        var window = recorder.Read(TimeSpan.FromMinutes(minutes), slicesPerPoint);
        var total = window.Total;
        var requests = total.Merge(IsApiRequest);
        var queries = total.Merge(IsQuery);
        var report = new WindowReport
        {
            Minutes = minutes,
            Seconds = Math.Round(window.Length.TotalSeconds, 1),
            Endings = EndingsOf(total),
            InProgressPeak = total.Peaks.GetValueOrDefault(InProgress),
            InProgressAverage = Share(requests.Sum, window.Length.TotalSeconds),
            BusyCores = Math.Round(
                Share((Environment.CpuUsage.TotalTime - window.ProcessorAtStart).TotalSeconds, window.Length.TotalSeconds), 2),
            All = Report(requests, window.Length),
            Own = Part(Telemetry.ServicePart, null),
            Database = Part(DatabaseCalls.First!, total.Peaks.GetValueOrDefault(DatabaseCalls)),
            LanguageModel = Part(ModelCalls.First!, total.Peaks.GetValueOrDefault(ModelCalls)),
            PoolWait = Report(total.Merge(series => series.Instrument == MetricNames.MongoPoolWait), window.Length),
            Endpoints = [.. EndpointsOf(total, window.Length)],
            Queries = [.. QueriesOf(total, window.Length)],
            Counters = [.. CountersOf(total)],
            Timeline = [.. window.Points.Select(Report)],
            Slow = [.. total.SlowQueries.OrderByDescending(slow => slow.Duration).Take(MaxSlowQueries).Select(Report)],
        };

        return report with { Findings = Findings.Of(report, store.MaxCalls) };

        WaitReport Part(string part, long? peak)
        {
            var durations = total.Merge(series => IsPart(series, part));

            return new WaitReport(Report(durations, window.Length), Share(durations.Sum, queries.Sum), peak);
        }
    }

    private static bool IsQuery(Series series) => series.Instrument == MetricNames.QueryDuration;

    private static bool IsPart(Series series, string part) =>
        series.Instrument == MetricNames.QueryPartDuration && series.Second == part;

    private static bool IsRequest(Series series) => series.Instrument == MeasurementRecorder.RequestDuration;

    private static bool IsApiRequest(Series series) =>
        IsRequest(series) && series.First?.TrimStart('/').StartsWith("api/", StringComparison.Ordinal) == true;

    private static Dictionary<string, long> EndingsOf(MeasurementSlice total)
    {
        var endings = new Dictionary<string, long>
        {
            ["answered"] = 0,
            ["refused"] = 0,
            ["tooMany"] = 0,
            ["unavailable"] = 0,
            ["failed"] = 0,
            ["cancelled"] = 0,
        };
        foreach (var (series, durations) in total.Durations.Where(pair => IsRequest(pair.Key)))
        {
            endings[EndingOf(series.Second)] += durations.Count;
        }

        return endings;
    }

    private static string EndingOf(string? status) => status switch
    {
        "429" => "tooMany",
        "499" => "cancelled",
        "503" => "unavailable",
        ['5', ..] => "failed",
        ['4', ..] => "refused",
        _ => "answered",
    };

    private static IEnumerable<EndpointReport> EndpointsOf(MeasurementSlice total, TimeSpan length) => total.Durations
        .Where(pair => IsApiRequest(pair.Key))
        .GroupBy(pair => pair.Key.First!)
        .Select(route => new EndpointReport(
            route.Key,
            Report(total.Merge(series => IsRequest(series) && series.First == route.Key), length),
            route.Where(pair => pair.Key.Second is ['5', ..]).Sum(pair => pair.Value.Count)))
        .OrderBy(endpoint => endpoint.Route, StringComparer.Ordinal);

    private static IEnumerable<QueryReport> QueriesOf(MeasurementSlice total, TimeSpan length) => total.Durations
        .Where(pair => IsQuery(pair.Key))
        .GroupBy(pair => pair.Key.First!)
        .Select(query =>
        {
            var durations = total.Merge(series => IsQuery(series) && series.First == query.Key);

            return new QueryReport(
                query.Key,
                Report(durations, length),
                query.ToDictionary(pair => pair.Key.Second!, pair => pair.Value.Count),
                ShareOf(DatabaseCalls.First!),
                ShareOf(ModelCalls.First!));

            double ShareOf(string part) => Share(
                total.Durations.GetValueOrDefault(new Series(MetricNames.QueryPartDuration, query.Key, part))?.Sum ?? 0, durations.Sum);
        })
        .OrderBy(query => query.Name, StringComparer.Ordinal);

    private static IEnumerable<CounterReport> CountersOf(MeasurementSlice total) => total.Counts
        .Select(pair => new CounterReport(
            pair.Key.Instrument, [.. new[] { pair.Key.First, pair.Key.Second }.OfType<string>()], pair.Value))
        .OrderBy(counter => counter.Name, StringComparer.Ordinal)
        .ThenBy(counter => string.Join(' ', counter.Tags), StringComparer.Ordinal);

    private static PointReport Report(MeasurementPoint point)
    {
        var requests = point.Measurements.Merge(IsApiRequest);
        var queries = point.Measurements.Merge(IsQuery);

        return new PointReport(
            point.StartedAt,
            Math.Round(point.Length.TotalSeconds, 1),
            requests.Count,
            Rate(requests.Count, point.Length),
            Milliseconds(requests.Percentile(50)),
            Milliseconds(requests.Percentile(95)),
            ShareOf(DatabaseCalls.First!),
            ShareOf(ModelCalls.First!),
            point.Measurements.Peaks.GetValueOrDefault(InProgress),
            point.Measurements.Peaks.GetValueOrDefault(DatabaseCalls),
            point.Measurements.Peaks.GetValueOrDefault(ModelCalls));

        double ShareOf(string part) => Share(point.Measurements.Merge(series => IsPart(series, part)).Sum, queries.Sum);
    }

    private static SlowReport Report(SlowQuery slow) =>
        new(slow.EndedAt, slow.Query, slow.Outcome, Milliseconds(slow.Duration), slow.TraceId);

    private static DurationReport Report(Distribution durations, TimeSpan length) => new(
        durations.Count,
        Rate(durations.Count, length),
        Milliseconds(durations.Percentile(50)),
        Milliseconds(durations.Percentile(95)),
        Milliseconds(durations.Percentile(99)),
        Milliseconds(durations.Max));

    // At least a second: just after a start, one request would look like many.
    private static double Rate(long count, TimeSpan length) => Math.Round(count / Math.Max(1, length.TotalSeconds), 2);

    private static double Share(double part, double whole) => whole > 0 ? Math.Round(part / whole, 4) : 0;

    private static double Milliseconds(double seconds) => Math.Round(seconds * 1_000, 3);
}
