using DealInsights.Domain.Deals;
using DealInsights.Domain.Meetings;
using DealInsights.Infrastructure.IntegrationTests.Stores;
using DealInsights.Infrastructure.Mongo;
using DealInsights.Infrastructure.StoredDocuments;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using MongoDB.Bson;
using MongoDB.Driver;

namespace DealInsights.Infrastructure.IntegrationTests.Mongo;

/// <summary>What the reads send, what comes back, and how the server finds it.</summary>
[Category("MongoDB")]
internal sealed class MongoQueryTests
{
    private const string Acme = "Acme renewal";

    private CommandRecorder _sent = null!;
    private StoreUnderTest _store = null!;

    [SetUp]
    public async Task MakeStoreAsync()
    {
        _sent = new CommandRecorder();
        var services = MongoTestStore.NewServices();
        services.AddSingleton<IMongoClient>(provider =>
        {
            var settings = MongoClientFactory.CreateSettings(
                provider.GetRequiredService<IConfiguration>(),
                provider.GetRequiredService<IOptions<MongoDbOptions>>().Value,
                provider.GetRequiredService<MongoPool>().Watch);
            settings.ClusterConfigurator += _sent.Listen;
            return new MongoClient(settings);
        });
        _store = MongoTestStore.Open(services);
        await _store.Services.GetRequiredService<MongoIndexBuilder>().CreateMissingAsync(CancellationToken.None);
    }

    [TearDown]
    public async Task RemoveStoreAsync()
    {
        if (_store is not null)
        {
            await _store.DisposeAsync();
        }
    }

    [Test]
    public async Task EveryRead_WhenAnIdIsAListWithTheNameInIt_DoesNotFindTheDocument()
    {
        // Equality in MongoDB looks into lists.
        var database = _store.Services.GetRequiredService<IMongoDatabase>();
        foreach (var collection in (StoredCollection[])[.. StoredCollection.All, StoredCollection.CompanyOverviews])
        {
            await database.CollectionOf(collection).InsertOneAsync(BsonDocument.Parse(
                """
                {"deal_id":["Acme renewal","other"],"meeting_id":"1","owner":"Dana","start_date":"2026-01-05",
                 "concerns":[{}],"transcript":"hidden","buyer_attendees":[{"name":"hidden"}]}
                """));
        }

        Assert.That(await _store.Deals.FindByNameAsync(Acme, CancellationToken.None), Is.Null);
        Assert.That(await _store.Deals.FindTimelineAsync(Acme, CancellationToken.None), Is.Null);
        Assert.That((await _store.Concerns.FindAsync(Acme, CancellationToken.None)).Concerns, Is.Empty);
        Assert.That(
            await _store.Meetings.FindForOverviewAsync(Acme, [new MeetingVersion("1", null, null, 6)], CancellationToken.None),
            Is.Empty);
        Assert.That(await _store.Meetings.FindAttendancesAsync(Acme, CancellationToken.None), Is.Empty);
        Assert.That(await _store.Meetings.FindOverviewVersionsAsync(Acme, CancellationToken.None), Is.Empty);
        Assert.That(await _store.Insights.FindOverviewAsync(Acme, CancellationToken.None), Is.Null);
        Assert.That(
            _store.Services.GetFakeLogCollector().GetSnapshot().Select(record => record.Id.Name),
            Has.None.EqualTo("DamagedDocument"));
    }

    [Test]
    public async Task FindDeal_ProjectsItsFieldsByIndex()
    {
        await HasDealAsync();

        await _store.Deals.FindByNameAsync(Acme, CancellationToken.None);

        Assert.That(
            _sent.Query["projection"].AsBsonDocument.Names,
            Is.EqualTo(new[]
            {
                "deal_id", "hubspot_id", "company_name", "stage", "owner", "amount", "created_date", "last_modified_date",
                "last_updated",
            }));
        await AssertIndexIsUsedAsync("deal_id_1");
    }

    [Test]
    public async Task FindTimeline_WhenItHasManyEvents_HasThemCountedByTheServer()
    {
        var events = new BsonArray(Enumerable.Range(0, 300).Select(number => new BsonDocument
        {
            { "event_id", $"{number}" },
            { "content", new string('x', 4096) },
        }));
        await UpsertAsync(
            StoredCollection.DealTimeline,
            new BsonDocument { { "deal_id", Acme }, { "start_date", "2026-01-05" }, { "events", events } });

        var timeline = await _store.Deals.FindTimelineAsync(Acme, CancellationToken.None);

        Assert.That(timeline?.ActivityCount, Is.EqualTo(300));
        Assert.That(
            _sent.Answer.Single().Names, Is.EquivalentTo(new[] { "_id", "start_date", "activity_count" }));
        Assert.That(_sent.AnswerSize, Is.LessThan(1024));
        await AssertIndexIsUsedAsync("deal_id_1");
    }

    [Test]
    public async Task FindConcerns_AsksForTheConcernsByIndex()
    {
        await _store.HasAsync(StoredCollection.DealInsights, """{"deal_id":"Acme renewal","concerns":[]}""");

        await _store.Concerns.FindAsync(Acme, CancellationToken.None);

        Assert.That(_sent.Query["projection"].ToJson(), Is.EqualTo("""{ "concerns" : 1, "last_updated" : 1 }"""));
        await AssertIndexIsUsedAsync("deal_id_1");
    }

    [TestCase(null, null, "deal_id_1")]
    [TestCase("won", null, "stage_1_deal_id_1")]
    [TestCase(null, "Dana", "owner_1_deal_id_1")]
    public async Task ListDeals_ByName_MovesOnePageByIndex(string? stage, string? owner, string index)
    {
        var isAny = stage is null && owner is null;
        var numbers = Enumerable.Range(100, 400).ToList();
        await UpsertAsync(
            StoredCollection.DealInfo,
            [
                .. numbers.Select(number => new BsonDocument
                {
                    { "deal_id", $"Deal {number}" },
                    { "stage", number % 20 == 0 ? "won" : "lost" },
                    { "owner", number % 20 == 0 ? "Dana" : "Sam" },
                }),
            ]);

        var page = await _store.Deals.ListAsync(
            new DealListing(
                new DealFilter(null, stage, owner, null),
                new DealOrder(DealSortKey.Name, IsDescending: false),
                new DealPosition(0, "Deal 120"),
                Limit: 5),
            CancellationToken.None);

        Assert.That(
            page.Select(deal => deal.Name),
            Is.EqualTo(numbers.Where(number => number > 120 && (isAny || number % 20 == 0)).Take(5).Select(number => $"Deal {number}")));
        Assert.That(_sent.Answer.Count(), Is.EqualTo(5));
        await AssertIndexIsUsedAsync(index);
    }

    [Test]
    public async Task FindOverviewVersions_MovesNoTranscript()
    {
        await UpsertAsync(StoredCollection.MeetingInsights, [.. Enumerable.Range(10, 20).Select(Meeting)]);

        await _store.Meetings.FindOverviewVersionsAsync(Acme, CancellationToken.None);

        Assert.That(_sent.AnswerSize, Is.LessThan(4096));
        await AssertIndexIsUsedAsync("deal_id_1_meeting_id_1");
    }

    [Test]
    public async Task FindForOverview_MovesTheTranscriptsThatAreUsed()
    {
        await UpsertAsync(StoredCollection.MeetingInsights, [.. Enumerable.Range(10, 20).Select(Meeting)]);

        await _store.Meetings.FindForOverviewAsync(
            Acme, [new MeetingVersion("29", null, null, 1), new MeetingVersion("28", null, null, 1)], CancellationToken.None);

        Assert.That(_sent.Answer.Select(meeting => meeting["meeting_id"].AsString), Is.EquivalentTo(new[] { "29", "28" }));
        Assert.That(
            _sent.Answer.Select(meeting => string.Join(' ', meeting.Names)),
            Has.All.EqualTo("_id meeting_id meeting_date transcript"));
        await AssertIndexIsUsedAsync("deal_id_1_meeting_id_1");
    }

    [Test]
    public async Task FindOverview_FindsItByIndex()
    {
        await _store.Insights.FindOverviewAsync(Acme, CancellationToken.None);

        await AssertIndexIsUsedAsync("deal_id_1");
    }

    [Test]
    public async Task FindJudgements_FindsThemByIndex()
    {
        await _store.Insights.FindJudgementsAsync(["ab", "cd"], CancellationToken.None);

        await AssertIndexIsUsedAsync("fingerprint_1");
    }

    [Test]
    public async Task FindAttendees_MovesNoTranscript()
    {
        await UpsertAsync(StoredCollection.MeetingInsights, [.. Enumerable.Range(10, 20).Select(Meeting)]);

        await _store.Meetings.FindAttendancesAsync(Acme, CancellationToken.None);

        Assert.That(_sent.Query["projection"].ToJson(), Is.EqualTo("""{ "meeting_id" : 1, "meeting_date" : 1, "buyer_attendees" : 1 }"""));
        Assert.That(_sent.AnswerSize, Is.LessThan(10_000));
        await AssertIndexIsUsedAsync("deal_id_1_meeting_id_1");
    }

    [Test]
    public async Task FindDeal_WhenTheNameLooksLikeAnOperator_SendsItAsText()
    {
        await _store.Deals.FindByNameAsync("""{"$ne":null}""", CancellationToken.None);

        Assert.That(_sent.Query["filter"]["deal_id"]["$eq"], Is.EqualTo(new BsonString("""{"$ne":null}""")));
    }

    [Test]
    public async Task FindDeal_WhenStoredTextIsNotValidUtf8_AnswersIt()
    {
        var broken = new BsonDocument { { "deal_id", Acme }, { "stage", "W*n" } }.ToBson();
        broken[Array.IndexOf(broken, (byte)'*')] = 0xFF;
        await _store.Services.GetRequiredService<IMongoDatabase>()
            .GetCollection<RawBsonDocument>(StoredCollection.DealInfo.Name).InsertOneAsync(new RawBsonDocument(broken));

        var deal = await _store.Deals.FindByNameAsync(Acme, CancellationToken.None);

        Assert.That(deal?.Stage, Is.EqualTo("W\uFFFDn"));
    }

    private static BsonDocument Meeting(int number) => new()
    {
        { "deal_id", Acme },
        { "meeting_id", $"{number}" },
        { "meeting_date", $"2026-01-{number}" },
        { "transcript", new string('x', 60_000) },
        { "topics", new string('x', 60_000) },
        { "buyer_attendees", new BsonArray { new BsonDocument("name", "Bo") } },
    };

    private Task HasDealAsync() =>
        _store.HasAsync(StoredCollection.DealInfo, """{"deal_id":"Acme renewal","amount":"$12,345.00","owner":"Sam"}""");

    private async Task UpsertAsync(StoredCollection collection, params BsonDocument[] documents) =>
        Assert.That(await _store.Documents.UpsertAsync(collection, documents, CancellationToken.None), Is.Empty);

    private Task<BsonDocument> ExplainAsync() => _store.Services.GetRequiredService<IMongoDatabase>()
        .RunCommandAsync<BsonDocument>(new BsonDocument { { "explain", _sent.Query }, { "verbosity", "queryPlanner" } });

    private async Task AssertIndexIsUsedAsync(string name)
    {
        var steps = Steps(await ExplainAsync()).ToList();

        Assert.That(
            steps.Where(step => step.GetValue("stage", "") == "IXSCAN").Select(step => step["indexName"].AsString),
            Is.EqualTo(new[] { name }));
        Assert.That(steps.Select(step => step.GetValue("stage", "")), Has.None.EqualTo((BsonValue)"COLLSCAN"));
    }

    /// <summary>Every document within the plan that the server chose.</summary>
    private static IEnumerable<BsonDocument> Steps(BsonValue plan) => plan switch
    {
        BsonDocument step => step.Elements
            .Where(element => element.Name != "rejectedPlans")
            .SelectMany(element => Steps(element.Value))
            .Prepend(step),
        BsonArray steps => steps.SelectMany(Steps),
        _ => [],
    };
}
