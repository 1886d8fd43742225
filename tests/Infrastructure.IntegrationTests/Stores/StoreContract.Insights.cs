using DealInsights.Domain.Meetings;
using DealInsights.Domain.Timelines;
using DealInsights.Infrastructure.Insights;
using DealInsights.Infrastructure.StoredDocuments;
using MongoDB.Bson;

namespace DealInsights.Infrastructure.IntegrationTests.Stores;

internal abstract partial class StoreContract
{
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

        await _store.Insights.SaveOverviewAsync(overview, CancellationToken.None);

        await AssertOverviewsAsync(Acme, overview);
        AssertNoDamageIsTold();
    }

    [Test]
    public async Task SaveOverview_WhenTheModelSaysNothingOfTokens_KeepsThatUnknown()
    {
        var overview = Overview() with { Origin = Origin(Noon) with { InputTokens = null, OutputTokens = null } };

        await _store.Insights.SaveOverviewAsync(overview, CancellationToken.None);

        await AssertOverviewsAsync(Acme, overview);
    }

    [Test]
    public async Task SaveOverview_WhenTextIsNoValidUnicode_KeepsTheRestOfIt()
    {
        // Put together here, because the compiler would mend it in a constant.
        var broken = $"Half a pair: {(char)0xD83D}.";

        await _store.Insights.SaveOverviewAsync(
            Overview() with { Summary = new MeetingSummary([new SummaryStatement(broken, [])]) }, CancellationToken.None);

        var found = await _store.Insights.FindOverviewsAsync(Acme, CancellationToken.None);
        Assert.That(found.Single().Summary.Text, Is.EqualTo("Half a pair: \uFFFD."));
    }

    [Test]
    public async Task SaveOverview_WhenTheKeyIsStored_ReplacesIt()
    {
        var replacement = Overview(minute: 5) with { Summary = new MeetingSummary([new SummaryStatement("Better.", [])]) };

        await _store.Insights.SaveOverviewAsync(Overview(minute: 9), CancellationToken.None);
        await _store.Insights.SaveOverviewAsync(replacement, CancellationToken.None);

        await AssertOverviewsAsync(Acme, replacement);
    }

    [Test]
    public async Task FindOverviews_WhenThereAreSeveral_AnswersTheLatestGeneratedFirst()
    {
        var middle = Overview("a", minute: 2);
        var latest = Overview("b", minute: 3);
        var oldest = Overview("c", minute: 1);
        var alsoOldest = Overview("d", minute: 1);

        foreach (var overview in (StoredOverview[])[middle, alsoOldest, latest, oldest])
        {
            await _store.Insights.SaveOverviewAsync(overview, CancellationToken.None);
        }

        await AssertOverviewsAsync(Acme, latest, middle, oldest, alsoOldest);
    }

    [Test]
    public async Task SaveOverview_WhenThereAreMoreThanAreKept_ForgetsTheEarliestGeneratedOfTheDeal()
    {
        List<StoredOverview> others = [.. Enumerable.Range(0, 4).Select(number => Overview($"{number}", number, "Other deal"))];
        List<StoredOverview> overviews = [.. Enumerable.Range(0, 7).Select(number => Overview($"{number}", number))];
        foreach (var overview in (IEnumerable<StoredOverview>)[.. others, .. overviews])
        {
            await _store.Insights.SaveOverviewAsync(overview, CancellationToken.None);
        }

        await AssertOverviewsAsync(Acme, overviews[6], overviews[5], overviews[4], overviews[3]);
        await AssertOverviewsAsync("Other deal", others[3], others[2], others[1], others[0]);
    }

    [Test]
    public async Task SaveOverview_WhenManyAreSavedAtOnce_KeepsTheLatest()
    {
        List<StoredOverview> overviews = [.. Enumerable.Range(0, 20).Select(number => Overview($"{number}", number))];
        await AtOnceAsync(overviews, overview => _store.Insights.SaveOverviewAsync(overview, CancellationToken.None));

        await AssertOverviewsAsync(Acme, overviews[19], overviews[18], overviews[17], overviews[16]);
    }

    [Test]
    public async Task SaveOverview_WhenOneKeyIsSavedManyTimesAtOnce_KeepsOneOfThem()
    {
        await AtOnceAsync(
            Enumerable.Range(0, 20),
            number => _store.Insights.SaveOverviewAsync(Overview("same", number), CancellationToken.None));

        Assert.That(await _store.Insights.FindOverviewsAsync(Acme, CancellationToken.None), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task FindOverviews_WhenTheDealIsUnknown_AnswersNone()
    {
        await _store.Insights.SaveOverviewAsync(Overview(), CancellationToken.None);

        Assert.That(await _store.Insights.FindOverviewsAsync("Other deal", CancellationToken.None), Is.Empty);
        Assert.That(await _store.Insights.FindOverviewsAsync("\uD800", CancellationToken.None), Is.Empty);
    }

    [TestCaseSource(nameof(StrangeNames))]
    public async Task SaveOverview_WhenTheNameIsStrange_KeepsItUnderThatName(string name)
    {
        var overview = Overview() with { DealName = name };
        await _store.Insights.SaveOverviewAsync(Overview() with { DealName = "decoy" }, CancellationToken.None);

        await _store.Insights.SaveOverviewAsync(overview, CancellationToken.None);

        await AssertOverviewsAsync(name, overview);
    }

    [Test]
    public async Task FindOverviews_WhenOneIsDamaged_LeavesItOutAndTellsOfItOnce()
    {
        var whole = Overview("a");
        await _store.Insights.SaveOverviewAsync(whole, CancellationToken.None);
        var damaged = InsightDocuments.Write(Overview("b"));
        damaged["statements"] = new BsonArray { "Once it was text." };
        await PutInsightAsync(_store, StoredCollection.CompanyOverviews, damaged.Set("_id", 1));
        await PutInsightAsync(
            _store, StoredCollection.CompanyOverviews, new BsonDocument { { "_id", 2 }, { "deal_id", Acme } });

        await AssertOverviewsAsync(Acme, whole);
        await AssertOverviewsAsync(Acme, whole);
        AssertDamageIsTold(StoredCollection.CompanyOverviews, "1", "2");
        Assert.That(ToldDamage().Select(told => told.Message), Has.None.Contains("Acme").And.None.Contains("text"));
    }

    [Test]
    public async Task SaveOverview_WhenADamagedOneIsInTheWay_ReplacesIt()
    {
        await PutInsightAsync(
            _store,
            StoredCollection.CompanyOverviews,
            new BsonDocument { { "_id", 1 }, { "deal_id", Acme }, { "fingerprint", "ab12" }, { "statements", 7 } });

        await _store.Insights.SaveOverviewAsync(Overview(), CancellationToken.None);

        await AssertOverviewsAsync(Acme, Overview());
        AssertNoDamageIsTold();
    }

    [Test]
    public async Task FindJudgements_WhenManyAreStored_AnswersThoseAskedFor()
    {
        List<StoredJudgement> judgements = [.. Enumerable.Range(0, 200).Select(Judgement)];
        await _store.Insights.SaveJudgementsAsync(judgements, CancellationToken.None);

        var all = await _store.Insights.FindJudgementsAsync(
            [.. judgements.Select(judgement => judgement.Fingerprint), "unknown", ""], CancellationToken.None);
        var some = await _store.Insights.FindJudgementsAsync(
            [judgements[7].Fingerprint, judgements[7].Fingerprint, "unknown", judgements[5].Fingerprint],
            CancellationToken.None);

        Assert.Multiple(() =>
        {
            Assert.That(all, Is.EquivalentTo(judgements));
            Assert.That(some, Is.EquivalentTo([judgements[5], judgements[7]]));
        });
        AssertNoDamageIsTold();
    }

    [TestCase]
    [TestCase("unknown")]
    [TestCase("a'b\"c\\d", "]", "$ne", "\0")]
    public async Task FindJudgements_WhenNoneIsKnown_AnswersNone(params string[] fingerprints)
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
    public async Task SaveJudgements_WhenThereAreNone_DoesNothing()
    {
        await _store.Insights.SaveJudgementsAsync([], CancellationToken.None);

        Assert.That(await _store.Insights.FindJudgementsAsync(["ab"], CancellationToken.None), Is.Empty);
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
    public async Task FindJudgements_WhenOneIsDamaged_LeavesItOutAndTellsOfItOnce()
    {
        await _store.Insights.SaveJudgementsAsync([Judgement(1)], CancellationToken.None);
        var damaged = InsightDocuments.Write(Judgement(2)).Set("_id", 2).Set("may_decide", "yes");
        await PutInsightAsync(_store, StoredCollection.TitleJudgements, damaged);
        string[] asked = [Judgement(1).Fingerprint, Judgement(2).Fingerprint];

        await _store.Insights.FindJudgementsAsync(asked, CancellationToken.None);
        var found = await _store.Insights.FindJudgementsAsync(asked, CancellationToken.None);

        Assert.That(found, Is.EqualTo([Judgement(1)]));
        AssertDamageIsTold(StoredCollection.TitleJudgements, "2");
    }

    private static StoredOverview Overview(string fingerprint = "ab12", int minute = 0, string dealName = Acme) => new(
        dealName,
        fingerprint,
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

    /// <summary>Fails unless exactly these overviews of a deal are found, in this order, equal in every field.</summary>
    private async Task AssertOverviewsAsync(string dealName, params StoredOverview[] expected) =>
        Assert.That(
            (await _store.Insights.FindOverviewsAsync(dealName, CancellationToken.None)).Select(Everything),
            Is.EqualTo(expected.Select(Everything)));

    // Records of lists are equal only when the lists are the same.
    private static string Everything(StoredOverview overview) => string.Join(
        '\n',
        overview.Summary.Statements
            .SelectMany(statement => statement.Evidence
                .Select(quote => $"{quote} {quote.MeetingDate?.Instant:O}")
                .Prepend($"statement {statement.Text}"))
            .Prepend($"{overview.Origin} {overview.Origin.GeneratedAt.UtcTicks}")
            .Prepend($"{overview.DealName} {overview.Fingerprint}"));
}
