using DealInsights.Infrastructure.StoredDocuments;
using MongoDB.Bson;

namespace DealInsights.Infrastructure.Sqlite;

/// <summary>The concerns of deals.</summary>
internal sealed class DealInsightsTable() : DocumentTable(StoredCollection.DealInsights)
{
    /// <inheritdoc/>
    protected override void Insert(EmbeddedConnection connection, BsonDocument document, StoredDocumentReader reader) =>
        Replace(connection, ("deal_id", document["deal_id"].AsString), ("document", document.ToBson()));
}
