using System.Diagnostics;
using System.Diagnostics.Metrics;
using DealInsights.Application.Diagnostics;
using DealInsights.WebApi.Observability;
using DealInsights.WebApi.Observability.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace DealInsights.WebApi.UnitTests.Observability;

[TestFixture]
internal sealed class MeasurementRecorderTests
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);
    private static readonly Series InProgress = new(MetricNames.RequestsInProgress);

    private FakeTimeProvider _clock = null!;
    private ServiceProvider _services = null!;
    private Telemetry _telemetry = null!;
    private MeasurementRecorder _recorder = null!;

    [SetUp]
    public void SetUp()
    {
        _clock = new FakeTimeProvider();
        _services = new ServiceCollection().AddMetrics().BuildServiceProvider();
        var meters = _services.GetRequiredService<IMeterFactory>();
        _telemetry = new Telemetry(meters);
        _recorder = new MeasurementRecorder(meters, _clock, Options.Create(new TimingOptions()));
    }

    [TearDown]
    public void TearDown()
    {
        _recorder.Dispose();
        _telemetry.Dispose();
        _services.Dispose();
    }

    [Test]
    public void Queries_AreRecordedByNameOutcomeAndPart()
    {
        Record("GetDealInfo", 100, database: 60);
        Record("GetDealInfo", 30, QueryOutcome.Failed);
        Record("GetCompanyOverview", 1_000, database: 10, model: 900);

        var total = _recorder.Read(Minute, 1).Total;

        Assert.Multiple(() =>
        {
            Assert.That(total.Durations[new(MetricNames.QueryDuration, "GetDealInfo", "ok")].Count, Is.EqualTo(1));
            Assert.That(total.Durations[new(MetricNames.QueryDuration, "GetDealInfo", "failed")].Max, Is.EqualTo(0.03));
            Assert.That(total.Durations[new(MetricNames.QueryPartDuration, "GetDealInfo", "database")].Sum, Is.EqualTo(0.06));
            Assert.That(total.Durations[new(MetricNames.QueryPartDuration, "GetCompanyOverview", "model")].Sum, Is.EqualTo(0.9));
            Assert.That(
                total.Merge(series => series.Second == Telemetry.ServicePart).Sum, Is.EqualTo(0.04 + 0.03 + 0.09).Within(1e-9));
        });
    }

    [Test]
    public void Measurements_OfAnotherHost_AreIgnored()
    {
        using var services = new ServiceCollection().AddMetrics().BuildServiceProvider();
        using var telemetry = new Telemetry(services.GetRequiredService<IMeterFactory>());

        telemetry.RecordQuery(new QueryTiming("GetDealInfo", QueryOutcome.Ok, TimeSpan.FromMilliseconds(1)));

        Assert.That(_recorder.Read(Minute, 1).Total.Durations, Is.Empty);
    }

    [Test]
    public void Measurements_LeaveAWindowWhenTheyAreOlder()
    {
        Record("GetDealInfo", 10);
        _clock.Advance(TimeSpan.FromSeconds(69.9));
        Assert.That(Count(Minute), Is.EqualTo(1), "just within it");

        _clock.Advance(TimeSpan.FromSeconds(0.2));
        Assert.That(Count(Minute), Is.Zero, "just out of it");
        Assert.That(Count(TimeSpan.FromMinutes(15)), Is.EqualTo(1));

        _clock.Advance(Hour);
        Assert.That(Count(Hour), Is.Zero);
    }

    [Test]
    public void Window_OfAnHour_ForgetsWhatIsOlder()
    {
        for (var minute = 0; minute < 200; minute++)
        {
            Record("GetDealInfo", 2_000);
            _clock.Advance(Minute);
        }

        var window = _recorder.Read(Hour, 6);

        Assert.Multiple(() =>
        {
            Assert.That(Count(Hour), Is.EqualTo(60));
            Assert.That(window.Length, Is.EqualTo(Hour));
            Assert.That(window.Total.SlowQueries, Has.Count.EqualTo(60));
            Assert.That(window.Points.Sum(point => point.Measurements.SlowQueries.Count), Is.EqualTo(60));
            Assert.That(window.Points, Has.Count.EqualTo(61));
        });
    }

    [Test]
    public void Window_AfterAStart_IsAsLongAsTheProcessRuns()
    {
        _clock.Advance(TimeSpan.FromSeconds(25));

        Assert.That(_recorder.Read(Hour, 6).Length, Is.EqualTo(TimeSpan.FromSeconds(25)));
    }

    [Test]
    public void RequestsInProgress_KeepTheirPeakWhereItWas()
    {
        Change(7, 1);
        _clock.Advance(TimeSpan.FromSeconds(30));
        Change(5, -1);
        _clock.Advance(TimeSpan.FromSeconds(10));

        var window = _recorder.Read(Minute, 1);

        Assert.That(_recorder.LevelOf(InProgress), Is.EqualTo(2));
        Assert.That(window.Total.Peaks[InProgress], Is.EqualTo(7));
        Assert.That(
            window.Points.Select(point => point.Measurements.Peaks.GetValueOrDefault(InProgress)),
            Is.EqualTo(new[] { 7, 7, 7, 7, 2 }));
    }

    [Test]
    public void CallsAtOnce_AreCountedOverAllRequests()
    {
        var waiting = Enumerable.Range(0, 3)
            .Select(_ => new RequestTimings(_clock, _telemetry).Waiting(Upstream.Database))
            .ToList();
        waiting.ForEach(one => one.Dispose());
        var calls = new Series(MetricNames.UpstreamActiveCalls, "database");

        Assert.That(_recorder.Read(Minute, 1).Total.Peaks[calls], Is.EqualTo(3));
        Assert.That(_recorder.LevelOf(calls), Is.Zero);
    }

    [Test]
    public void SlowQueries_AreTheSlowestOfASliceWithTheirTrace()
    {
        using var activity = new Activity("request").SetIdFormat(ActivityIdFormat.W3C).Start();
        for (var second = 1; second <= 20; second++)
        {
            Record("GetCompanyOverview", second * 1_000);
        }

        Record("GetDealInfo", 999);

        var slow = _recorder.Read(Minute, 1).Total.SlowQueries;

        Assert.That(slow.Select(query => query.Duration), Is.EquivalentTo(Enumerable.Range(13, 8)));
        Assert.That(slow.Select(query => query.TraceId), Is.All.EqualTo(activity.TraceId.ToHexString()));
    }

    [Test]
    public void Measurements_FromManyThreads_AreAllCounted()
    {
        Parallel.For(0, 8, _ =>
        {
            for (var query = 0; query < 1_000; query++)
            {
                Change(1, 1);
                Record("GetDealInfo", 1);
                Change(1, -1);
            }
        });

        Assert.That((Count(Minute), _recorder.LevelOf(InProgress)), Is.EqualTo((8_000, 0)));
    }

    private void Record(
        string query, int milliseconds, QueryOutcome outcome = QueryOutcome.Ok, int? database = null, int? model = null) =>
        _telemetry.RecordQuery(new QueryTiming(query, outcome, Time(milliseconds)!.Value, Time(database), Time(model)));

    private static TimeSpan? Time(int? milliseconds) => milliseconds is { } time ? TimeSpan.FromMilliseconds(time) : null;

    private void Change(int times, int change)
    {
        for (var request = 0; request < times; request++)
        {
            _telemetry.AddRequest(change);
        }
    }

    private long Count(TimeSpan length) =>
        _recorder.Read(length, 1).Total.Merge(series => series.Instrument == MetricNames.QueryDuration).Count;
}
