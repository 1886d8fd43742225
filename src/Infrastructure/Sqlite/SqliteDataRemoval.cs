using System.Globalization;
using DealInsights.Domain.Privacy;
using DealInsights.Infrastructure.Removal;
using DealInsights.Infrastructure.StoredDocuments;
using Microsoft.Data.Sqlite;
using MongoDB.Bson;
using MongoDB.Bson.Serialization;

namespace DealInsights.Infrastructure.Sqlite;

/// <inheritdoc/>
/// <remarks>
/// All of it happens or nothing, and nothing of it is left in the file. Documents that may name a person are looked for
/// beforehand and beside other writes, which would otherwise wait while all of the file is read.
/// </remarks>
internal sealed class SqliteDataRemoval(EmbeddedDatabase database, EmbeddedWriter writer, StoredDocumentReader reader)
    : IStoredDataRemoval
{
    private static readonly StoredCollection[] OfDeals = [.. StoredCollection.All, StoredCollection.CompanyOverviews];

    /// <inheritdoc/>
    public Task<StoredRemoval> RemoveDealAsync(string dealName, bool isRehearsal, CancellationToken cancellationToken) => RunAsync(
        isRehearsal,
        (connection, tally) =>
        {
            foreach (var row in Rows(connection, "SELECT fingerprint FROM company_overviews WHERE deal_id = $of", dealName))
            {
                tally.Forgot((string)row[0]);
            }

            foreach (var collection in OfDeals)
            {
                Remove(connection, tally, collection, "deal_id = $of", dealName);
            }

            RemoveLeases(connection, tally);
        },
        cancellationToken);

    /// <inheritdoc/>
    public async Task<StoredRemoval> RemovePersonAsync(
        PersonAddress person, bool isRehearsal, CancellationToken cancellationToken)
    {
        var candidates = await FindCandidatesAsync(person, cancellationToken);

        return await RunAsync(
            isRehearsal,
            (connection, tally) =>
            {
                var deals = new HashSet<string>(StringComparer.Ordinal);
                foreach (var collection in StoredCollection.All)
                {
                    tally.Removed(collection, 0);
                    using var row = new DocumentWriter(connection, CollectionTable.Of(collection), reader);
                    foreach (var id in candidates[collection])
                    {
                        cancellationToken.ThrowIfCancellationRequested();
                        Erase(connection, tally, collection, id, person, row, deals);
                    }
                }

                RemoveInsights(connection, tally, candidates, deals, person);
                RemoveLeases(connection, tally);
            },
            cancellationToken);
    }

    private Task<StoredRemoval> RunAsync(
        bool isRehearsal, Action<SqliteConnection, RemovalTally> remove, CancellationToken cancellationToken)
    {
        return isRehearsal ? writer.RunAsync(Run, cancellationToken) : writer.RunWithoutTraceAsync(Run, cancellationToken);

        StoredRemoval Run(SqliteConnection connection)
        {
            var tally = new RemovalTally(isRehearsal);
            remove(connection, tally);
            return tally.ToRemoval();
        }
    }

    private async Task<Dictionary<StoredCollection, List<long>>> FindCandidatesAsync(
        PersonAddress person, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        try
        {
            await database.PrepareAsync(cancellationToken);
            using var connection = database.OpenForReading();

            return OfDeals.Append(StoredCollection.TitleJudgements).ToDictionary(
                collection => collection, collection => FindCandidates(connection, collection, person, cancellationToken));
        }
        catch (Exception exception) when (SqliteFailures.IsOne(exception))
        {
            throw SqliteFailures.Unavailable(exception);
        }
    }

    private static List<long> FindCandidates(
        SqliteConnection connection, StoredCollection collection, PersonAddress person, CancellationToken cancellationToken)
    {
        using var command = connection.CreateCommand();
        command.CommandText = $"SELECT rowid, document FROM {collection.Name}";
        using var rows = command.ExecuteReader();

        var found = new List<long>();
        while (rows.Read())
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (PersonEraser.MayName(person, rows.GetFieldValue<byte[]>(1)))
            {
                found.Add(rows.GetInt64(0));
            }
        }

        return found;
    }

    private static void Erase(
        SqliteConnection connection,
        RemovalTally tally,
        StoredCollection collection,
        long id,
        PersonAddress person,
        DocumentWriter row,
        HashSet<string> deals)
    {
        if (Rows(connection, $"SELECT document FROM {collection.Name} WHERE rowid = $of", id) is not [[byte[] bytes]])
        {
            return;
        }

        if (Read(bytes) is not { } document)
        {
            tally.Left(collection);
            return;
        }

        var isLeft = PersonEraser.KeyNames(collection, document, person);
        if (PersonEraser.Erase(collection, document, person) is { } erased)
        {
            if (collection == StoredCollection.MeetingInsights)
            {
                deals.Add(document["deal_id"].AsString);
            }

            if (tally.IsRehearsal || row.Write(erased) is null)
            {
                tally.Changed(collection);
            }
            else
            {
                isLeft = true;
            }
        }

        if (isLeft)
        {
            tally.Left(collection);
        }
    }

    private static void RemoveInsights(
        SqliteConnection connection,
        RemovalTally tally,
        Dictionary<StoredCollection, List<long>> candidates,
        HashSet<string> deals,
        PersonAddress person)
    {
        var overviews = deals
            .SelectMany(deal => Rows(connection, "SELECT rowid FROM company_overviews WHERE deal_id = $of", deal))
            .Select(row => (long)row[0])
            .Concat(Naming(StoredCollection.CompanyOverviews));
        RemoveRows(StoredCollection.CompanyOverviews, overviews);
        RemoveRows(StoredCollection.TitleJudgements, Naming(StoredCollection.TitleJudgements));

        IEnumerable<long> Naming(StoredCollection collection) => candidates[collection].Where(id =>
            Rows(connection, $"SELECT document FROM {collection.Name} WHERE rowid = $of", id) is [[byte[] bytes]]
            // One that cannot be read is of no use either.
            && (Read(bytes) is not { } document || PersonEraser.Names(document, person)));

        void RemoveRows(StoredCollection collection, IEnumerable<long> ids)
        {
            tally.Removed(collection, 0);
            foreach (var id in ids.Distinct().ToList())
            {
                foreach (var row in Rows(connection, $"SELECT fingerprint FROM {collection.Name} WHERE rowid = $of", id))
                {
                    tally.Forgot((string)row[0]);
                }

                Remove(connection, tally, collection, "rowid = $of", id);
            }
        }
    }

    /// <summary>The leases under which the removed insights were made; at most those of the last seconds are there.</summary>
    private static void RemoveLeases(SqliteConnection connection, RemovalTally tally)
    {
        tally.Removed(StoredCollection.InsightLeases, 0);
        foreach (var fingerprint in tally.Fingerprints)
        {
            Remove(connection, tally, StoredCollection.InsightLeases, "name = $of", fingerprint);
        }
    }

    /// <summary>Removes the rows for which a condition holds, or counts them.</summary>
    private static void Remove(
        SqliteConnection connection, RemovalTally tally, StoredCollection collection, string condition, object value) =>
        tally.Removed(
            collection,
            tally.IsRehearsal
                ? Convert.ToInt64(
                    Rows(connection, $"SELECT count(*) FROM {collection.Name} WHERE {condition}", value)[0][0],
                    CultureInfo.InvariantCulture)
                : connection.Run($"DELETE FROM {collection.Name} WHERE {condition}", ("$of", value)));

    private static List<object[]> Rows(SqliteConnection connection, string query, object value)
    {
        using var command = connection.CreateCommand();
        command.CommandText = query;
        command.Parameters.AddWithValue("$of", value);
        using var reader = command.ExecuteReader();

        var rows = new List<object[]>();
        while (reader.Read())
        {
            var row = new object[reader.FieldCount];
            reader.GetValues(row);
            rows.Add(row);
        }

        return rows;
    }

    private static BsonDocument? Read(byte[] bytes)
    {
        try
        {
            return BsonSerializer.Deserialize<BsonDocument>(bytes);
        }
        // Not BSON any more.
        catch (Exception unreadable) when (unreadable is not OutOfMemoryException)
        {
            return null;
        }
    }
}
