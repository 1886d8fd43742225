using DealInsights.Application.Failures;
using DealInsights.Domain.Meetings;
using DealInsights.Infrastructure.Insights;
using DealInsights.Infrastructure.IntegrationTests.Stores;
using DealInsights.Infrastructure.Mongo;
using DealInsights.Infrastructure.StoredDocuments;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using MongoDB.Bson;
using MongoDB.Driver;

namespace DealInsights.Infrastructure.IntegrationTests.Mongo;

/// <summary>What is said of insights in MongoDB alone.</summary>
[Category("MongoDB")]
internal sealed class MongoInsightStoreTests
{
    private static readonly InsightOrigin Origin = new("azure-openai", "gpt", "prompt.v1", 1, 2, DateTimeOffset.UnixEpoch);

    private StoreUnderTest _store = null!;

    private IMongoDatabase Database => _store.Services.GetRequiredService<IMongoDatabase>();

    [SetUp]
    public void MakeStore()
    {
        var services = MongoTestStore.NewServices();
        // An instance whose clock is years behind.
        services.AddSingleton<TimeProvider>(new FakeTimeProvider(new(2001, 1, 1, 0, 0, 0, TimeSpan.Zero)));
        _store = MongoTestStore.Open(services);
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
    public async Task TryTakeLease_WhateverTheInstancesClock_CountsByTheServers()
    {
        await _store.Insights.TryTakeLeaseAsync("lease", "first", TimeSpan.FromHours(1), CancellationToken.None);

        var server = await Database.RunCommandAsync<BsonDocument>(new BsonDocument("hello", 1));
        var lease = await Database.CollectionOf(StoredCollection.InsightLeases).Find(new BsonDocument()).SingleAsync();
        var left = lease["expires_at"].ToUniversalTime() - server["localTime"].ToUniversalTime();
        Assert.That(left, Is.GreaterThan(TimeSpan.FromMinutes(50)).And.LessThanOrEqualTo(TimeSpan.FromHours(1)));
    }

    [TestCase("""{ "_id" : "lease" }""")]
    [TestCase("""{ "_id" : "lease", "holder" : "other", "expires_at" : null }""")]
    [TestCase("""{ "_id" : "lease", "holder" : "other", "expires_at" : "tomorrow" }""")]
    [TestCase("""{ "_id" : "lease", "holder" : 7, "expires_at" : { "$date" : "2001-01-01T00:00:00Z" } }""")]
    public async Task TryTakeLease_WhenItIsDamaged_IsGiven(string stored)
    {
        await Database.CollectionOf(StoredCollection.InsightLeases).InsertOneAsync(BsonDocument.Parse(stored));

        Assert.That(
            await _store.Insights.TryTakeLeaseAsync("lease", "first", TimeSpan.FromHours(1), CancellationToken.None),
            Is.True);
        Assert.That(
            await _store.Insights.TryTakeLeaseAsync("lease", "second", TimeSpan.FromHours(1), CancellationToken.None),
            Is.False);
    }

    [Test]
    public async Task TryTakeLease_WhenTheServerFindsAnotherInItsPlace_IsRefused()
    {
        // The server settles races by itself, most of the time; this makes the error that it else reports.
        await Database.CollectionOf(StoredCollection.InsightLeases).Indexes.CreateOneAsync(
            new CreateIndexModel<BsonDocument>(new BsonDocument("holder", 1), new CreateIndexOptions { Unique = true }));
        await _store.Insights.TryTakeLeaseAsync("lease", "first", TimeSpan.FromHours(1), CancellationToken.None);

        Assert.That(
            await _store.Insights.TryTakeLeaseAsync("other lease", "first", TimeSpan.FromHours(1), CancellationToken.None),
            Is.False);
    }

    [Test]
    public async Task Saves_WhenTheServerRefusesThem_SayThatTheDatabaseIsNotAvailable()
    {
        foreach (var collection in (StoredCollection[])[StoredCollection.CompanyOverviews, StoredCollection.TitleJudgements])
        {
            await Database.CreateCollectionAsync(
                collection.Name,
                new CreateCollectionOptions<BsonDocument> { Validator = new BsonDocument("never", true) });
        }

        await Assert.ThrowsAsync<UpstreamUnavailableException>(
            () => _store.Insights.TakeOverviewLeaseAsync("Acme", "holder", TimeSpan.FromHours(1), CancellationToken.None));
        await Assert.ThrowsAsync<UpstreamUnavailableException>(() => _store.Insights.SaveJudgementsAsync(
            [new StoredJudgement("cfo", "ab", MayDecide: true, "C-level", Origin)], CancellationToken.None));
    }

    [Test]
    public async Task SaveOverview_WhenItReplaces_LeavesOneDocumentForPeopleToRead()
    {
        var overview = new StoredOverview(
            "Acme", "ab", "content", new MeetingSummary([new SummaryStatement("Asking.", []), new SummaryStatement("Agreeing.", [])]), Origin);

        for (var time = 0; time < 2; time++)
        {
            await _store.Insights.TakeOverviewLeaseAsync("Acme", "holder", TimeSpan.FromHours(1), CancellationToken.None);
            await _store.Insights.SaveOverviewAsync(overview, "holder", CancellationToken.None);
        }

        var stored = await Database.CollectionOf(StoredCollection.CompanyOverviews).Find(new BsonDocument()).SingleAsync();
        Assert.That(stored["overview"].AsString, Is.EqualTo("Asking.\nAgreeing."));
        Assert.That(stored["generated_at"], Is.EqualTo((BsonValue)new BsonDateTime(0)));
    }
}
