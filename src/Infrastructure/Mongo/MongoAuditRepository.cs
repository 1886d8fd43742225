using DealInsights.Application.Audit;
using DealInsights.Infrastructure.StoredDocuments;
using Microsoft.Extensions.Options;
using MongoDB.Bson;
using MongoDB.Driver;

namespace DealInsights.Infrastructure.Mongo;

/// <inheritdoc/>
internal sealed class MongoAuditRepository(IMongoDatabase database, IOptions<MongoDbOptions> options, TimeProvider clock)
    : IAuditRepository
{
    /// <summary>Identifiers begin with the time, so <c>_id</c> is the order of time. The server removes expired records.</summary>
    public static readonly IReadOnlyList<MongoIndex> Indexes =
    [
        new(StoredCollection.AuditRecords, ["expires_at"], ExpiresAfter: TimeSpan.Zero),
        new(StoredCollection.AuditRecords, ["caller", "_id"]),
        new(StoredCollection.AuditRecords, ["deal_hash", "_id"]),
    ];

    private readonly MongoCalls _calls = new(options.Value.ServerSelectionTimeout, clock);

    private IMongoCollection<BsonDocument> Records => database.CurrentOf(StoredCollection.AuditRecords);

    /// <inheritdoc/>
    public async Task AddAsync(
        IReadOnlyList<AuditRecord> records, DateTimeOffset expireAt, CancellationToken cancellationToken)
    {
        if (records.Count == 0)
        {
            return;
        }

        // Upserts, so that a batch can be repeated.
        var writes = records.Select(record => new UpdateOneModel<BsonDocument>(
            new BsonDocument("_id", record.Id), new BsonDocument("$setOnInsert", Write(record, expireAt)))
        {
            IsUpsert = true,
        });
        await _calls.RunOrGiveUpAsync(
            token => Records.BulkWriteAsync(writes, new BulkWriteOptions { IsOrdered = false }, token), cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<AuditRecord>> FindAsync(
        AuditFilter filter, string? before, int limit, CancellationToken cancellationToken)
    {
        var asked = new BsonDocument();
        Add("_id", "$lt", before);
        Add("caller", "$eq", filter.Caller);
        Add("deal_hash", "$eq", filter.DealHash);
        Add("at", "$gte", filter.Since is { } since ? new BsonDateTime(since.UtcDateTime) : null);
        Add("at", "$lt", filter.Until is { } until ? new BsonDateTime(until.UtcDateTime) : null);
        var found = await _calls.RunOrGiveUpAsync(
            token => Records.Find(asked).Sort(new BsonDocument("_id", -1)).Limit(limit).ToListAsync(token), cancellationToken);

        return [.. found.Select(Read)];

        void Add(string field, string comparison, BsonValue? value)
        {
            if (value is not null)
            {
                asked[field] = asked.GetValue(field, new BsonDocument()).AsBsonDocument.Add(comparison, value);
            }
        }
    }

    /// <inheritdoc/>
    public async Task<long> ForgetDealAsync(string dealHash, CancellationToken cancellationToken)
    {
        var named = new BsonDocument { { "deal_hash", dealHash }, { "deal_id", new BsonDocument("$ne", BsonNull.Value) } };
        var changed = await _calls.RunOrGiveUpAsync(
            token => Records.UpdateManyAsync(
                named, new BsonDocument("$set", new BsonDocument("deal_id", BsonNull.Value)), cancellationToken: token),
            cancellationToken);

        return changed.ModifiedCount;
    }

    /// <summary>Does nothing, because the server removes expired records every minute.</summary>
    public Task RemoveExpiredAsync(DateTimeOffset now, CancellationToken cancellationToken) => Task.CompletedTask;

    private static BsonDocument Write(AuditRecord record, DateTimeOffset expireAt) => new()
    {
        { "at", new BsonDateTime(record.At.UtcDateTime) },
        { "caller", record.Caller },
        { "action", record.Action },
        { "deal_hash", (BsonValue?)record.DealHash ?? BsonNull.Value },
        { "deal_id", (BsonValue?)record.DealId ?? BsonNull.Value },
        { "outcome", record.Outcome.ToString() },
        { "count", record.Count },
        { "expires_at", new BsonDateTime(expireAt.UtcDateTime) },
    };

    private static AuditRecord Read(BsonDocument document)
    {
        var fields = new DocumentFields(document);

        return new AuditRecord(
            fields.Text("_id"),
            fields.Instant("at"),
            fields.Text("caller"),
            fields.Text("action"),
            fields.TextOrNull("deal_hash"),
            fields.TextOrNull("deal_id"),
            Enum.TryParse<AuditOutcome>(fields.Text("outcome"), out var outcome) ? outcome : AuditOutcome.Failed,
            fields.NumberOrNull("count") ?? 1);
    }
}
