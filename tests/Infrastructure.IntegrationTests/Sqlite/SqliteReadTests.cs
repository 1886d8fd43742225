using DealInsights.Application.Failures;
using DealInsights.Domain.Deals;
using DealInsights.Infrastructure.IntegrationTests.Stores;
using DealInsights.Infrastructure.Sqlite;
using DealInsights.Infrastructure.StoredDocuments;

namespace DealInsights.Infrastructure.IntegrationTests.Sqlite;

/// <summary>How the embedded store reads: by key, past the whole documents, beside a writer, many at once.</summary>
public sealed class SqliteReadTests
{
    private TemporaryFolder _folder = null!;
    private string _file = null!;
    private StoreUnderTest _store = null!;

    [SetUp]
    public void MakeStore()
    {
        _folder = new TemporaryFolder();
        _file = Path.Combine(_folder.Path, "store.db");
        _store = EmbeddedStores.Open(_file);
    }

    [TearDown]
    public async Task RemoveStoreAsync()
    {
        await _store.DisposeAsync();
        _folder.Dispose();
    }

    [TestCaseSource(nameof(Queries))]
    public async Task EveryQuery_OnItsTable_SearchesAnIndexAndSortsNothing(string query, string parameter)
    {
        await _store.Deals.FindByNameAsync("Acme", CancellationToken.None);

        Assert.That(
            EmbeddedStores.PlanOf(_file, query, parameter),
            Has.Count.EqualTo(1).And.All.Match(@"^SEARCH \w+ USING INDEX \w+ \((deal|object|hubspot)_id=\?\)$"));
    }

    [TestCase(DealSortKey.Name, null, null, "SEARCH deal_info USING INDEX sqlite_autoindex_deal_info_1 (deal_id>?)")]
    [TestCase(DealSortKey.Name, "won", null, "SEARCH deal_info USING INDEX deal_info_stage (stage=? AND deal_id>?)")]
    [TestCase(DealSortKey.Name, null, "Dana", "SEARCH deal_info USING INDEX deal_info_owner (owner=? AND deal_id>?)")]
    [TestCase(DealSortKey.Amount, null, null, "SEARCH deal_info USING INDEX deal_info_amount ((amount_order,deal_id)>(?,?))")]
    [TestCase(DealSortKey.LastModified, null, null, "SEARCH deal_info USING INDEX deal_info_modified ((modified_at,deal_id)>(?,?))")]
    public async Task ListAsync_OnItsTable_SearchesAnIndexAndSortsNothing(
        DealSortKey key, string? stage, string? owner, string plan)
    {
        await _store.Deals.FindByNameAsync("Acme", CancellationToken.None);
        var (query, parameters) = SqliteDealList.Of(new DealListing(
            new DealFilter(null, stage, owner, null), new DealOrder(key, IsDescending: false), new DealPosition(1, "Acme"), 10));

        Assert.That(EmbeddedStores.PlanOf(_file, query, parameters.Select(parameter => parameter.Name)), Is.EqualTo([plan]));
    }

    [Test]
    public async Task FindJudgements_OnItsTable_SearchesAnIndexForEachFingerprint()
    {
        await _store.Deals.FindByNameAsync("Acme", CancellationToken.None);

        Assert.That(
            EmbeddedStores.PlanOf(_file, SqliteInsightStore.FindJudgements, "$fingerprints"),
            Has.One.Match(@"^SEARCH title_judgements USING INDEX \w+ \(fingerprint=\?\)$")
                .And.None.Match("SCAN title_judgements"));
    }

    [Test]
    public async Task FindAsync_WhileAWriteIsUnderWay_AnswersWhatWasStoredBefore()
    {
        await _store.HasAsync(StoredCollection.DealInfo, """{ "deal_id": "Acme", "stage": "Open" }""");
        await using var writer = EmbeddedStores.Connect(_file);
        writer.Execute("BEGIN IMMEDIATE; DELETE FROM deal_info");

        var during = await _store.Deals.FindByNameAsync("Acme", CancellationToken.None);
        writer.Execute("COMMIT");
        var after = await _store.Deals.FindByNameAsync("Acme", CancellationToken.None);

        Assert.That(during?.Stage, Is.EqualTo("Open"));
        Assert.That(after, Is.Null);
    }

    [Test]
    public async Task FindAsync_WhenAnotherProcessHoldsTheFile_ThrowsUpstreamUnavailable()
    {
        await _store.Deals.FindByNameAsync("Acme", CancellationToken.None);
        await _store.DisposeAsync();
        await using var other = EmbeddedStores.Connect(_file);
        other.Execute("PRAGMA locking_mode = EXCLUSIVE; DELETE FROM deal_info");
        _store = EmbeddedStores.Open(_file);

        await Assert.ThatAsync(
            () => _store.Deals.FindByNameAsync("Acme", CancellationToken.None),
            Throws.TypeOf<UpstreamUnavailableException>()
                .With.Property(nameof(UpstreamUnavailableException.Upstream)).EqualTo("The database"));
    }

    private static IEnumerable<TestCaseData> Queries() =>
    [
        new(SqliteDealRepository.FindByName, "$deal_id"),
        new(SqliteDealRepository.FindByObjectId, "$id"),
        new(SqliteDealRepository.FindByHubSpotId, "$id"),
        new(SqliteDealRepository.FindTimeline, "$deal_id"),
        new(SqliteConcernRepository.FindByDeal, "$deal_id"),
        new(SqliteMeetingRepository.FindByDeal, "$deal_id"),
        new(SqliteMeetingRepository.FindLatest, "$deal_id"),
        new(SqliteInsightStore.FindOverview, "$deal_id"),
    ];
}
