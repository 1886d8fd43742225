using DealInsights.Domain.Meetings;
using DealInsights.Domain.Timelines;
using DealInsights.Infrastructure.Insights;
using DealInsights.Infrastructure.StoredDocuments;
using MongoDB.Bson;

namespace DealInsights.Infrastructure.IntegrationTests.Stores;

internal abstract partial class StoreContract
{
    private const string Holder = "holder";

    private static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    [Test]
    public async Task SaveOverview_WhenItHoldsEverything_KeepsIt()
    {
        var overview = Overview() with
        {
            Summary = new MeetingSummary(
            [
                new SummaryStatement(
                    "Asking for \"a price\" 🚀; $set {a:1} \0 株",
                    [
                        new Quote("what does it cost", "Acme_2026-01-05", RecordedDate.FromText("2026-01-05")),
                        new Quote("$$ROOT", "$meeting_id", RecordedDate.FromText("last Tuesday")),
                        new Quote("", "", RecordedDate.FromText("")),
                        new Quote(new string('ß', 50_000), "m", RecordedDate.FromInstant(Noon.UtcDateTime.AddMilliseconds(7))),
                        new Quote("no date", "m", null),
                    ]),
                new SummaryStatement("", []),
                new SummaryStatement(new string('x', 100_000), []),
            ]),
            Origin = new InsightOrigin("azure-openai", "gpt $x.y", "company-overview.v2", 2100, 0, Noon.AddMilliseconds(123)),
        };

        await SaveOverviewAsync(overview);

        await AssertOverviewAsync(Acme, overview);
        AssertNoDamageIsReported();
    }

    [Test]
    public async Task SaveOverview_WhenTheModelSaysNothingOfTokens_KeepsThatUnknown()
    {
        var overview = Overview() with { Origin = Origin(Noon) with { InputTokens = null, OutputTokens = null } };

        await SaveOverviewAsync(overview);

        await AssertOverviewAsync(Acme, overview);
    }

    [Test]
    public async Task SaveOverview_WhenTextIsNoValidUnicode_KeepsTheRestOfIt()
    {
        // Put together here, because the compiler would mend it in a constant.
        var broken = $"Half a pair: {(char)0xD83D}.";

        await SaveOverviewAsync(Overview() with { Summary = new MeetingSummary([new SummaryStatement(broken, [])]) });

        var found = await _store.Insights.FindOverviewAsync(Acme, CancellationToken.None);
        Assert.That(found?.Summary.Text, Is.EqualTo("Half a pair: \uFFFD."));
    }

    [Test]
    public async Task SaveOverview_WhenTheDealHasOne_ReplacesIt()
    {
        var replacement = Overview(minute: 5) with { Summary = new MeetingSummary([new SummaryStatement("Better.", [])]) };

        await SaveOverviewAsync(Overview("older", minute: 9));
        await SaveOverviewAsync(replacement);

        await AssertOverviewAsync(Acme, replacement);
    }

    [Test]
    public async Task FindOverview_WhenTheDealIsUnknown_ReturnsNull()
    {
        await SaveOverviewAsync(Overview());

        Assert.That(await _store.Insights.FindOverviewAsync("Other deal", CancellationToken.None), Is.Null);
        Assert.That(await _store.Insights.FindOverviewAsync("\uD800", CancellationToken.None), Is.Null);
    }

    [Test]
    public async Task TakeOverviewLease_ByManyAtOnce_GivesItToOne()
    {
        var holders = new System.Collections.Concurrent.ConcurrentQueue<string>();
        await AtOnceAsync(
            Enumerable.Range(0, 20).Select(number => $"holder {number}"),
            async holder =>
            {
                if ((await TakeOverviewAsync(holder, Long)).IsHeld)
                {
                    holders.Enqueue(holder);
                }
            });

        Assert.That(holders, Has.Count.EqualTo(1));
        Assert.That((await TakeOverviewAsync(holders.Single(), Long)).IsHeld, Is.True, "renewed");
        Assert.That(await _store.Insights.FindOverviewAsync(Acme, CancellationToken.None), Is.Null);
        AssertNoDamageIsReported();
    }

    [Test]
    public async Task TakeOverviewLease_WhenItHasExpired_GivesItToAnother()
    {
        await TakeOverviewAsync("first", Short);

        Assert.That(
            async () => (await TakeOverviewAsync("second", Long)).IsHeld, Is.True.After(20).Seconds.PollEvery(20).MilliSeconds);
        Assert.That(await _store.Insights.SaveOverviewAsync(Overview(), "first", CancellationToken.None), Is.False);
        Assert.That(await _store.Insights.FindOverviewAsync(Acme, CancellationToken.None), Is.Null);
    }

    [Test]
    public async Task TakeOverviewLease_WhenAnOverviewIsStored_ReturnsIt()
    {
        await SaveOverviewAsync(Overview());

        var lease = await TakeOverviewAsync("second", Long);
        var refused = await TakeOverviewAsync("third", Long);

        Assert.That(lease.IsHeld, Is.True);
        Assert.That(refused.IsHeld, Is.False);
        Assert.That(Everything(lease.Stored!), Is.EqualTo(Everything(Overview())));
        Assert.That(Everything(refused.Stored!), Is.EqualTo(Everything(Overview())));
    }

    [Test]
    public async Task SaveOverview_EndsTheLease()
    {
        await SaveOverviewAsync(Overview());

        Assert.That(await _store.Insights.SaveOverviewAsync(Overview("again"), Holder, CancellationToken.None), Is.False);
        Assert.That((await TakeOverviewAsync("second", Long)).IsHeld, Is.True);
    }

    [Test]
    public async Task SaveOverview_WhenTheDealWasRemovedMeanwhile_StoresNothing()
    {
        await TakeOverviewAsync(Holder, Long);
        await Removal.RemoveDealAsync(Acme, isRehearsal: false, CancellationToken.None);

        Assert.That(await _store.Insights.SaveOverviewAsync(Overview(), Holder, CancellationToken.None), Is.False);
        Assert.That(await _store.Insights.FindOverviewAsync(Acme, CancellationToken.None), Is.Null);
    }

    [Test]
    public async Task ReleaseOverviewLease_ByItsHolder_FreesItAndKeepsTheOverview()
    {
        await SaveOverviewAsync(Overview());
        await TakeOverviewAsync("first", Long);

        await _store.Insights.ReleaseOverviewLeaseAsync(Acme, "another", CancellationToken.None);
        Assert.That((await TakeOverviewAsync("second", Long)).IsHeld, Is.False);
        await _store.Insights.ReleaseOverviewLeaseAsync(Acme, "first", CancellationToken.None);

        Assert.That((await TakeOverviewAsync("second", Long)).IsHeld, Is.True);
        await AssertOverviewAsync(Acme, Overview());
    }

    [Test]
    public async Task AdoptOverview_GivesTheSameContentAnotherFingerprint()
    {
        await SaveOverviewAsync(Overview("old"));

        await _store.Insights.AdoptOverviewAsync(Acme, "another content", "never", CancellationToken.None);
        await _store.Insights.AdoptOverviewAsync("Other deal", "content", "never", CancellationToken.None);
        await _store.Insights.AdoptOverviewAsync(Acme, "content", "new", CancellationToken.None);

        await AssertOverviewAsync(Acme, Overview("new"));
        Assert.That(await _store.Insights.FindOverviewAsync("Other deal", CancellationToken.None), Is.Null);
    }

    [TestCaseSource(nameof(StrangeNames))]
    public async Task SaveOverview_WhenTheNameIsStrange_KeepsItUnderThatName(string name)
    {
        var overview = Overview() with { DealName = name };
        await SaveOverviewAsync(Overview() with { DealName = "decoy" });

        await SaveOverviewAsync(overview);

        await AssertOverviewAsync(name, overview);
    }

    [Test]
    public async Task FindOverview_WhenItIsDamaged_ReturnsNullAndReportsItOnce()
    {
        var damaged = InsightDocuments.Write(Overview());
        damaged["statements"] = new BsonArray { "Once it was text." };
        await PutInsightAsync(_store, StoredCollection.CompanyOverviews, damaged.Set("_id", 1));

        Assert.That(await _store.Insights.FindOverviewAsync(Acme, CancellationToken.None), Is.Null);
        Assert.That(await _store.Insights.FindOverviewAsync(Acme, CancellationToken.None), Is.Null);
        AssertDamageIsReported(StoredCollection.CompanyOverviews, "1");
        Assert.That(ReportedDamage().Select(told => told.Message), Has.None.Contains("Acme").And.None.Contains("text"));
    }

    [Test]
    public async Task SaveOverview_WhenADamagedOneIsStored_ReplacesIt()
    {
        await PutInsightAsync(
            _store,
            StoredCollection.CompanyOverviews,
            new BsonDocument { { "_id", 1 }, { "deal_id", Acme }, { "fingerprint", "ab12" }, { "statements", 7 } });

        await SaveOverviewAsync(Overview());

        await AssertOverviewAsync(Acme, Overview());
    }

    [Test]
    public async Task FindJudgements_WhenManyAreStored_ReturnsThoseAskedFor()
    {
        List<StoredJudgement> judgements = [.. Enumerable.Range(0, 200).Select(Judgement)];
        await _store.Insights.SaveJudgementsAsync(judgements, CancellationToken.None);

        var all = await _store.Insights.FindJudgementsAsync(
            [.. judgements.Select(judgement => judgement.Fingerprint), "unknown", ""], CancellationToken.None);
        var some = await _store.Insights.FindJudgementsAsync(
            [judgements[7].Fingerprint, judgements[7].Fingerprint, "unknown", judgements[5].Fingerprint],
            CancellationToken.None);

        Assert.That(all, Is.EquivalentTo(judgements));
        Assert.That(some, Is.EquivalentTo([judgements[5], judgements[7]]));
        AssertNoDamageIsReported();
    }

    [TestCase]
    [TestCase("unknown")]
    [TestCase("a'b\"c\\d", "]", "$ne", "\0")]
    public async Task FindJudgements_WhenNoneIsKnown_ReturnsNone(params string[] fingerprints)
    {
        await _store.Insights.SaveJudgementsAsync([Judgement(1)], CancellationToken.None);

        Assert.That(await _store.Insights.FindJudgementsAsync(fingerprints, CancellationToken.None), Is.Empty);
    }

    [Test]
    public async Task SaveJudgements_WhenSomeAreStored_ReplacesThem()
    {
        await _store.Insights.SaveJudgementsAsync([Judgement(1), Judgement(2)], CancellationToken.None);
        var changed = Judgement(2) with { MayDecide = true, Level = "VP 🚀", Origin = Origin(Noon.AddDays(1)) };

        await _store.Insights.SaveJudgementsAsync([changed, Judgement(3)], CancellationToken.None);

        Assert.That(
            await _store.Insights.FindJudgementsAsync(
                [.. Enumerable.Range(1, 3).Select(number => Judgement(number).Fingerprint)], CancellationToken.None),
            Is.EquivalentTo([Judgement(1), changed, Judgement(3)]));
    }

    [Test]
    public async Task SaveJudgements_WhenTheSameAreSavedManyTimesAtOnce_KeepsEachOnce()
    {
        List<StoredJudgement> judgements = [.. Enumerable.Range(0, 20).Select(Judgement)];
        await AtOnceAsync(
            Enumerable.Range(0, 10), _ => _store.Insights.SaveJudgementsAsync(judgements, CancellationToken.None));

        Assert.That(
            await _store.Insights.FindJudgementsAsync(
                [.. judgements.Select(judgement => judgement.Fingerprint)], CancellationToken.None),
            Is.EquivalentTo(judgements));
    }

    [Test]
    public async Task FindJudgements_WhenOneIsDamaged_LeavesItOutAndReportsItOnce()
    {
        await _store.Insights.SaveJudgementsAsync([Judgement(1)], CancellationToken.None);
        var damaged = InsightDocuments.Write(Judgement(2)).Set("_id", 2).Set("may_decide", "yes");
        await PutInsightAsync(_store, StoredCollection.TitleJudgements, damaged);
        string[] asked = [Judgement(1).Fingerprint, Judgement(2).Fingerprint];

        await _store.Insights.FindJudgementsAsync(asked, CancellationToken.None);
        var found = await _store.Insights.FindJudgementsAsync(asked, CancellationToken.None);

        Assert.That(found, Is.EqualTo([Judgement(1)]));
        AssertDamageIsReported(StoredCollection.TitleJudgements, "2");
    }

    private static StoredOverview Overview(string fingerprint = "ab12", int minute = 0, string dealName = Acme) => new(
        dealName,
        fingerprint,
        "content",
        new MeetingSummary(
            [new SummaryStatement("Asking for a price.", [new Quote("price", "m", RecordedDate.FromText("2026-01-05"))])]),
        Origin(Noon.AddMinutes(minute)));

    private static StoredJudgement Judgement(int number) =>
        new($"title {number}", $"{number:x64}", MayDecide: number % 3 == 0, $"level {number}", Origin(Noon));

    private static InsightOrigin Origin(DateTimeOffset generatedAt) =>
        new("openai-compatible", "model", "prompt.v1", 100, 20, generatedAt);

    /// <summary>Starts a call for each before the first of them goes on.</summary>
    private static async Task AtOnceAsync<T>(IEnumerable<T> items, Func<T, Task> callAsync)
    {
        var start = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var calls = items
            .Select(async item =>
            {
                await start.Task;
                await callAsync(item);
            })
            .ToList();
        start.SetResult();
        await Task.WhenAll(calls);
    }

    private Task<OverviewLease> TakeOverviewAsync(string holder, TimeSpan duration) =>
        _store.Insights.TakeOverviewLeaseAsync(Acme, holder, duration, CancellationToken.None);

    /// <summary>Saves an overview under a lease.</summary>
    private async Task SaveOverviewAsync(StoredOverview overview)
    {
        var lease = await _store.Insights.TakeOverviewLeaseAsync(overview.DealName, Holder, Long, CancellationToken.None);
        Assert.That(lease.IsHeld, Is.True);
        Assert.That(await _store.Insights.SaveOverviewAsync(overview, Holder, CancellationToken.None), Is.True);
    }

    /// <summary>Fails unless this overview of a deal is found, equal in every field.</summary>
    private async Task AssertOverviewAsync(string dealName, StoredOverview expected)
    {
        var found = await _store.Insights.FindOverviewAsync(dealName, CancellationToken.None);
        Assert.That(found, Is.Not.Null);
        Assert.That(Everything(found!), Is.EqualTo(Everything(expected)));
    }

    // Records of lists are equal only when the lists are the same.
    private static string Everything(StoredOverview overview) => string.Join(
        '\n',
        overview.Summary.Statements
            .SelectMany(statement => statement.Evidence
                .Select(quote => $"{quote} {quote.MeetingDate?.Instant:O}")
                .Prepend($"statement {statement.Text}"))
            .Prepend($"{overview.Origin} {overview.Origin.GeneratedAt.UtcTicks}")
            .Prepend($"{overview.DealName} {overview.Fingerprint} {overview.ContentFingerprint}"));
}
