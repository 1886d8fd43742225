using DealInsights.Application.Diagnostics;
using DealInsights.WebApi.Diagnostics;
using DealInsights.WebApi.Timing;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace DealInsights.WebApi.UnitTests.Diagnostics;

[TestFixture]
internal sealed class TimingRecordTests
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    private FakeTimeProvider _clock = null!;
    private UpstreamLoad _load = null!;
    private TimingRecord _record = null!;

    [SetUp]
    public void SetUp()
    {
        _clock = new FakeTimeProvider();
        _load = new UpstreamLoad();
        _record = new TimingRecord(_clock, _load, Options.Create(new TimingOptions()));
    }

    [Test]
    public void Requests_AreCountedByQueryOutcomeEndingAndSource()
    {
        Ask("GetDealInfo", 10);
        Ask("GetDealInfo", 30, QueryOutcome.Failed, status: 503);
        Ask("GetCompanyOverview", 20, source: "stored");
        Ask("GetCompanyOverview", 20, source: "model");
        Ask("GetCompanyOverview", 20, source: "stored");
        Ask(query: null, 1, status: null);

        var totals = _record.Read(Minute, 1).Totals;

        Assert.Multiple(() =>
        {
            Assert.That(totals.All.Count, Is.EqualTo(5));
            Assert.That(Outcomes("GetDealInfo"), Is.EqualTo(new long[] { 1, 0, 0, 1, 0 }));
            Assert.That(Totals("GetDealInfo").Duration.Max, Is.EqualTo(TimeSpan.FromMilliseconds(30)));
            Assert.That(Totals("GetCompanyOverview").Sources.Where(count => count > 0), Is.EqualTo(new long[] { 2, 1 }));
            Assert.That(_record.SourceName(0), Is.EqualTo("stored"));
            Assert.That(totals.Endings[(int)Ending.Answered], Is.EqualTo(4));
            Assert.That(totals.Endings[(int)Ending.Unavailable], Is.EqualTo(1));
            Assert.That(totals.Endings[(int)Ending.Cancelled], Is.EqualTo(1));
        });
    }

    [TestCase(200, Ending.Answered)]
    [TestCase(302, Ending.Answered)]
    [TestCase(400, Ending.Refused)]
    [TestCase(404, Ending.Refused)]
    [TestCase(429, Ending.TooMany)]
    [TestCase(499, Ending.Cancelled)]
    [TestCase(500, Ending.Failed)]
    [TestCase(503, Ending.Unavailable)]
    public void Status_IsOfOneEnding(int status, object ending)
    {
        Ask(query: null, 1, status: status);

        Assert.That(_record.Read(Minute, 1).Totals.Endings[(int)(Ending)ending], Is.EqualTo(1));
    }

    [Test]
    public void Requests_LeaveAWindowWhenTheyAreOlder()
    {
        Ask("GetDealInfo", 10);
        _clock.Advance(TimeSpan.FromSeconds(69.9));
        Assert.That(Count(Minute), Is.EqualTo(1), "just within it");

        _clock.Advance(TimeSpan.FromSeconds(0.2));
        Assert.Multiple(() =>
        {
            Assert.That(Count(Minute), Is.Zero, "just out of it");
            Assert.That(Count(TimeSpan.FromMinutes(15)), Is.EqualTo(1));
        });

        _clock.Advance(Hour);
        Assert.That(Count(Hour), Is.Zero);
    }

    [Test]
    public void Slices_AreReusedAfterAnHour()
    {
        for (var minute = 0; minute < 200; minute++)
        {
            Ask("GetDealInfo", 2_000);
            _clock.Advance(Minute);
        }

        var window = _record.Read(Hour, 6);

        Assert.Multiple(() =>
        {
            Assert.That(window.Totals.All.Count, Is.EqualTo(60));
            Assert.That(window.Length, Is.EqualTo(Hour));
            Assert.That(window.Slowest, Has.Count.EqualTo(60));
            Assert.That(window.Timeline.Sum(point => point.Duration.Count), Is.EqualTo(60));
            Assert.That(window.Timeline, Has.Count.EqualTo(61));
        });
    }

    [Test]
    public void Window_OfAYoungRecord_IsAsLongAsItsLife()
    {
        _clock.Advance(TimeSpan.FromSeconds(25));

        Assert.That(_record.Read(Hour, 6).Length, Is.EqualTo(TimeSpan.FromSeconds(25)));
    }

    [Test]
    public void InProgress_KeepsItsHighWaterMarkWhereItWas()
    {
        for (var request = 0; request < 7; request++)
        {
            _record.Begin(_clock.GetTimestamp());
        }

        _clock.Advance(TimeSpan.FromSeconds(30));
        for (var request = 0; request < 5; request++)
        {
            End("GetDealInfo", 30_000);
        }

        _clock.Advance(TimeSpan.FromSeconds(10));
        var window = _record.Read(Minute, 1);

        Assert.Multiple(() =>
        {
            Assert.That(_record.InProgress, Is.EqualTo(2));
            Assert.That(window.Totals.InProgressPeak, Is.EqualTo(7));
            // The seconds in which nothing began or ended, the one in which five ended, and the one after.
            Assert.That(window.Timeline.Select(point => point.InProgressPeak), Is.EqualTo(new[] { 7, 7, 7, 7, 2 }));
        });
    }

    [Test]
    public void Waits_AreSharesOfTheTimeOfWhoWaited()
    {
        Ask("GetDealInfo", 100, database: 60);
        Ask("GetCompanyOverview", 1_000, database: 10, model: 900);
        Ask("GetConcerns", 5, QueryOutcome.Invalid, status: 400);

        var totals = _record.Read(Minute, 1).Totals;

        Assert.Multiple(() =>
        {
            Assert.That(totals.Database.Count, Is.EqualTo(2));
            Assert.That(totals.Model.Count, Is.EqualTo(1));
            Assert.That(totals.Own.Sum, Is.EqualTo(TimeSpan.FromMilliseconds(40 + 90 + 5)));
            Assert.That(Totals("GetDealInfo").Database, Is.EqualTo(TimeSpan.FromMilliseconds(60)));
            Assert.That(Totals("GetCompanyOverview").Model, Is.EqualTo(TimeSpan.FromMilliseconds(900)));
        });
    }

    [Test]
    public void CallsAtOnce_AreThoseOfAllRequests()
    {
        var waiting = Enumerable.Range(0, 3)
            .Select(_ => new RequestTimings(_clock, _load).Waiting(Upstream.Database))
            .ToList();
        waiting.ForEach(one => one.Dispose());
        Ask("GetDealInfo", 1);

        Assert.Multiple(() =>
        {
            Assert.That(_record.Read(Minute, 1).Totals.DatabasePeak, Is.EqualTo(3));
            Assert.That(_load.InFlight(Upstream.Database), Is.Zero);
            Assert.That(_load.TakePeak(Upstream.Database), Is.Zero);
        });
    }

    [Test]
    public void OfManySlowRequests_TheSlowestOfASliceAreKept()
    {
        foreach (var milliseconds in Enumerable.Range(1, 100).Select(number => number * 37 % 101))
        {
            Ask("GetDealInfo", 1_000 + milliseconds);
        }

        Ask("GetDealInfo", 999);

        Assert.That(
            _record.Read(Minute, 1).Slowest.Select(slow => slow.Duration.TotalMilliseconds).Order(),
            Is.EqualTo(Enumerable.Range(1_093, 8)));
    }

    [Test]
    public void TraceId_IsAskedOfKeptRequestsOnly()
    {
        var asked = 0;
        _record.Begin(_clock.GetTimestamp());
        _record.End(_clock.GetTimestamp(), Request("GetDealInfo", 10), _ => $"{++asked}", 0);
        _record.Begin(_clock.GetTimestamp());
        _record.End(_clock.GetTimestamp(), Request("GetDealInfo", 1_000), _ => $"{++asked}", 0);

        Assert.That(_record.Read(Minute, 1).Slowest.Select(slow => slow.TraceId), Is.EqualTo(new[] { "1" }));
    }

    [Test]
    public void Names_BeyondTheBound_CountAsOther()
    {
        for (var query = 0; query < 100; query++)
        {
            Ask($"Get{query}", 1);
        }

        var totals = _record.Read(Minute, 1).Totals;
        var last = totals.Queries.Count - 1;

        Assert.Multiple(() =>
        {
            Assert.That(totals.All.Count, Is.EqualTo(100));
            Assert.That(_record.QueryName(last), Is.EqualTo("other"));
            Assert.That(totals.Queries[last]!.Duration.Count, Is.EqualTo(100 - last));
        });
    }

    [Test]
    public void Remembering_AllocatesNothing()
    {
        var request = Request("GetDealInfo", 10, source: "stored");
        Ask("GetDealInfo", 10, source: "stored");

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var repetition = 0; repetition < 1_000; repetition++)
        {
            _record.Begin(0);
            _record.End(0, request, static _ => "trace", 0);
        }

        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.LessThan(1_000));
    }

    [Test]
    public async Task Requests_OfManyThreads_AreAllCounted()
    {
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() =>
        {
            for (var repetition = 0; repetition < 5_000; repetition++)
            {
                Ask("GetDealInfo", 1);
            }
        })));

        Assert.Multiple(() =>
        {
            Assert.That(Count(Minute), Is.EqualTo(40_000));
            Assert.That(_record.InProgress, Is.Zero);
        });
    }

    private static EndedRequest Request(
        string? query,
        double milliseconds,
        QueryOutcome outcome = QueryOutcome.Ok,
        int? status = 200,
        string? source = null,
        double? database = null,
        double? model = null)
    {
        var duration = TimeSpan.FromMilliseconds(milliseconds);

        return new EndedRequest(
            duration,
            status,
            query is null ? [] : [new QueryTiming(query, outcome, duration)],
            database is { } ofDatabase ? TimeSpan.FromMilliseconds(ofDatabase) : null,
            model is { } ofModel ? TimeSpan.FromMilliseconds(ofModel) : null,
            source);
    }

    private void Ask(
        string? query,
        double milliseconds,
        QueryOutcome outcome = QueryOutcome.Ok,
        int? status = 200,
        string? source = null,
        double? database = null,
        double? model = null)
    {
        _record.Begin(_clock.GetTimestamp());
        _record.End(
            _clock.GetTimestamp(), Request(query, milliseconds, outcome, status, source, database, model), static _ => "trace", 0);
    }

    private void End(string query, double milliseconds) =>
        _record.End(_clock.GetTimestamp(), Request(query, milliseconds), static _ => "trace", 0);

    private long Count(TimeSpan length) => _record.Read(length, 1).Totals.All.Count;

    private QueryTotals Totals(string query) => _record.Read(Minute, 1).Totals.Queries
        .Where((totals, index) => totals is not null && _record.QueryName(index) == query)
        .Single()!;

    private long[] Outcomes(string query) => Totals(query).Outcomes;
}
