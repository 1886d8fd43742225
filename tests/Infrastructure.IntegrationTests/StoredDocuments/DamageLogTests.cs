using DealInsights.Infrastructure.StoredDocuments;
using Microsoft.Extensions.Logging.Testing;
using MongoDB.Bson;

namespace DealInsights.Infrastructure.IntegrationTests.StoredDocuments;

internal sealed class DamageLogTests
{
    private FakeLogger<DamageLog> _logger = null!;
    private DamageLog _damage = null!;

    [SetUp]
    public void MakeLog()
    {
        _logger = new FakeLogger<DamageLog>();
        _damage = new DamageLog(_logger);
    }

    [Test]
    public void Report_WhenTwoCollectionsHoldTheSameId_TellsOfBoth()
    {
        _damage.Report(StoredCollection.DealInfo, new BsonDocument("_id", 1), "owner");
        _damage.Report(StoredCollection.DealInsights, new BsonDocument("_id", 1), "concerns");

        Assert.That(_logger.Collector.Count, Is.EqualTo(2));
    }

    [Test]
    public void Report_WhenADocumentHasNoId_TellsOfIt()
    {
        _damage.Report(StoredCollection.DealInfo, [], "owner");

        Assert.That(_logger.LatestRecord.GetStructuredStateValue("Id"), Is.EqualTo("BsonNull"));
    }

    [Test]
    public void Report_WhenManyAreDamagedAtOnce_TellsOfEachOnce()
    {
        Parallel.For(0, 4000, number =>
            _damage.Report(StoredCollection.DealInfo, new BsonDocument("_id", number % 500), "owner"));

        Assert.That(_logger.Collector.Count, Is.EqualTo(500));
    }
}
