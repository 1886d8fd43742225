using DealInsights.Application.Privacy;
using DealInsights.Domain.Privacy;
using DealInsights.Infrastructure.Removal;
using DealInsights.Infrastructure.StoredDocuments;
using MongoDB.Bson;

namespace DealInsights.Infrastructure.Sqlite;

/// <inheritdoc/>
/// <remarks>A removal is one transaction.</remarks>
internal sealed class SqliteDataRemoval(EmbeddedWriter writer, StoredDocumentReader reader, TimeProvider clock)
    : IStoredDataRemoval
{
    private const string MayName = "may_name";
    private const string OfDeal = "deal_id = $of";

    /// <inheritdoc/>
    public Task<RemovalReport> RemoveDealAsync(string dealName, bool isRehearsal, CancellationToken cancellationToken) =>
        writer.RunAsync(
            connection =>
            {
                var removal = new Removal(connection, new RemovalTally(isRehearsal));
                foreach (var collection in (StoredCollection[])[.. StoredCollection.All, StoredCollection.CompanyOverviews])
                {
                    removal.Remove(collection, OfDeal, dealName);
                }

                return removal.Tally.ToReport();
            },
            cancellationToken);

    /// <inheritdoc/>
    public Task<RemovalReport> RemovePersonAsync(
        PersonAddress person, bool isRehearsal, CancellationToken cancellationToken) => writer.RunAsync(
        connection =>
        {
            connection.Define(MayName, bytes => bytes is not null && PersonEraser.MayName(person, bytes));
            var removal = new Removal(connection, new RemovalTally(isRehearsal));
            var deals = new HashSet<string>(StringComparer.Ordinal);
            foreach (var collection in StoredCollection.All)
            {
                removal.Tally.Removed(collection, 0);
                foreach (var document in DocumentTable.Of(collection).FindHolding(connection, MayName))
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    if (Erase(removal, collection, document, person) && collection == StoredCollection.MeetingInsights)
                    {
                        deals.Add(document["deal_id"].AsString);
                    }
                }
            }

            removal.RemoveInsights(StoredCollection.CompanyOverviews, person, deals);
            removal.RemoveInsights(StoredCollection.TitleJudgements, person, []);
            return removal.Tally.ToReport();
        },
        cancellationToken);

    /// <inheritdoc/>
    public Task EraseTracesAsync(CancellationToken cancellationToken) => writer.EraseDeletedAsync(cancellationToken);

    /// <summary>Removes a person from a document.</summary>
    /// <returns>Whether the document named the person outside of its key.</returns>
    private bool Erase(Removal removal, StoredCollection collection, BsonDocument document, PersonAddress person)
    {
        var erased = PersonEraser.Erase(collection, document, person, clock.GetUtcNow());
        var isRefused = erased is not null && !removal.Tally.IsRehearsal
            && DocumentTable.Of(collection).Write(removal.Connection, erased, reader) is not null;
        removal.Tally.Erased(
            collection,
            isChanged: erased is not null && !isRefused,
            isLeft: isRefused || PersonEraser.KeyNames(collection, document, person));

        return erased is not null;
    }

    /// <summary>A removal under way: deletes rows, or only counts them.</summary>
    private sealed record Removal(EmbeddedConnection Connection, RemovalTally Tally)
    {
        public void Remove(StoredCollection collection, string condition, object value) => Tally.Removed(
            collection,
            Tally.IsRehearsal
                ? Connection.FindNumber($"SELECT count(*) FROM {collection.Name} WHERE {condition}", ("$of", value))
                : Connection.Run($"DELETE FROM {collection.Name} WHERE {condition}", ("$of", value)));

        /// <summary>Removes the insights that name a person, and those about deals whose meetings named the person.</summary>
        public void RemoveInsights(StoredCollection collection, PersonAddress person, IEnumerable<string> deals)
        {
            Tally.Removed(collection, 0);
            var naming = Connection
                .Find(
                    $"SELECT document, rowid FROM {collection.Name} WHERE {MayName}(document)",
                    row => (Document: EmbeddedConnection.ReadDocument(row), Row: row.GetInt64(1)))
                .Where(insight => PersonEraser.Names(insight.Document, person))
                .Select(insight => insight.Row);
            var ofDeals = deals.SelectMany(deal => Connection.Find(
                $"SELECT rowid FROM {collection.Name} WHERE deal_id = $deal_id", row => row.GetInt64(0), ("$deal_id", deal)));
            foreach (var row in naming.Union(ofDeals).ToList())
            {
                Remove(collection, "rowid = $of", row);
            }
        }
    }
}
