using DealInsights.Infrastructure.StoredDocuments;
using MongoDB.Bson;

namespace DealInsights.Infrastructure.IntegrationTests.StoredDocuments;

internal sealed class StoredCollectionTests
{
    [TestCase("""{"deal_id":"d","meeting_id":"m"}""", null)]
    [TestCase("""{"deal_id":"","meeting_id":""}""", null)]
    [TestCase("""{"meeting_id":"m"}""", "it has no deal_id")]
    [TestCase("""{"deal_id":null,"meeting_id":"m"}""", "it has no deal_id")]
    [TestCase("""{"deal_id":"d"}""", "it has no meeting_id")]
    [TestCase("""{"deal_id":7,"meeting_id":"m"}""", "its deal_id is not text")]
    [TestCase("""{"deal_id":"d","meeting_id":{"$ne":null}}""", "its meeting_id is not text")]
    public void ReasonToRefuse_WhenTheKeyIsIncomplete_NamesTheField(string document, string? reason) =>
        Assert.That(StoredCollection.MeetingInsights.ReasonToRefuse(BsonDocument.Parse(document)), Is.EqualTo(reason));
}
