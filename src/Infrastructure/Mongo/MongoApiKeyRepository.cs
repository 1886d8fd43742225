using DealInsights.Application.Access;
using DealInsights.Application.Access.Keys;
using DealInsights.Infrastructure.StoredDocuments;
using Microsoft.Extensions.Options;
using MongoDB.Bson;
using MongoDB.Driver;

namespace DealInsights.Infrastructure.Mongo;

/// <inheritdoc/>
/// <remarks>The hash is the document's <c>_id</c>, so that no further index is needed to find it or to keep it unique.</remarks>
internal sealed class MongoApiKeyRepository(
    IMongoDatabase database, IOptions<MongoDbOptions> options, TimeProvider clock, MongoCircuit circuit, DamageLog damage)
    : IApiKeyRepository
{
    private static readonly BsonDocument Order = new() { { "name", 1 }, { "created_at", 1 }, { "_id", 1 } };

    // Shorter than the timeout of a query, because every request waits for its key.
    private readonly MongoCalls _calls = new(options.Value.ServerSelectionTimeout, clock, circuit);

    // A revoked key must be refused at once, and must stay revoked when the primary is lost.
    private readonly IMongoCollection<BsonDocument> _keys = database
        .CurrentOf(StoredCollection.ApiKeys)
        .WithWriteConcern(WriteConcern.WMajority);

    /// <inheritdoc/>
    public Task AddAsync(ApiKey key, CancellationToken cancellationToken) => _calls.RunOrGiveUpAsync(
        async token =>
        {
            await _keys.InsertOneAsync(
                new BsonDocument
                {
                    { "_id", key.Hash },
                    { "name", key.Name },
                    { "role", RoleNames.NameOf(key.Role) },
                    { "created_at", key.CreatedAt.UtcDateTime },
                    { "expires_at", key.ExpiresAt.UtcDateTime },
                },
                options: null,
                token);
            return true;
        },
        cancellationToken);

    /// <inheritdoc/>
    public async Task<ApiKey?> FindAsync(string hash, CancellationToken cancellationToken)
    {
        var found = await _calls.RunOrGiveUpAsync<BsonDocument?>(
            async token => await _keys.Find(ByHash(hash)).FirstOrDefaultAsync(token), cancellationToken);

        return found is null ? null : Read(found);
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<ApiKey>> ListAsync(CancellationToken cancellationToken)
    {
        var found = await _calls.RunOrGiveUpAsync(
            token => _keys.Find(FilterDefinition<BsonDocument>.Empty).Sort(Order).ToListAsync(token), cancellationToken);

        return [.. found.Select(Read).OfType<ApiKey>()];
    }

    /// <inheritdoc/>
    public Task RevokeAsync(string hash, DateTimeOffset at, CancellationToken cancellationToken) =>
        UpdateAsync(ByHash(hash).Add("revoked_at", BsonNull.Value), "$set", "revoked_at", at, cancellationToken);

    /// <inheritdoc/>
    public Task ExpireAsync(string hash, DateTimeOffset at, CancellationToken cancellationToken) =>
        UpdateAsync(ByHash(hash), "$min", "expires_at", at, cancellationToken);

    /// <inheritdoc/>
    public Task RecordUseAsync(string hash, DateTimeOffset at, CancellationToken cancellationToken) =>
        UpdateAsync(ByHash(hash), "$max", "last_used_at", at, cancellationToken);

    private static BsonDocument ByHash(string hash) => new("_id", hash);

    private Task<UpdateResult> UpdateAsync(
        BsonDocument key, string change, string field, DateTimeOffset at, CancellationToken cancellationToken)
    {
        var update = new BsonDocument(change, new BsonDocument(field, at.UtcDateTime));
        return _calls.RunOrGiveUpAsync(token => _keys.UpdateOneAsync(key, update, cancellationToken: token), cancellationToken);
    }

    /// <summary>Reads a key; <see langword="null"/>, and reported, when any of its fields is damaged.</summary>
    private ApiKey? Read(BsonDocument document)
    {
        var fields = new DocumentFields(document);
        var role = RoleNames.Find(fields.Text("role"));
        var key = new ApiKey(
            fields.Text("_id"),
            fields.Text("name"),
            role ?? default,
            fields.Instant("created_at"),
            fields.Instant("expires_at"),
            fields.InstantOrNull("revoked_at"),
            fields.InstantOrNull("last_used_at"));
        if (role is null)
        {
            fields.MarkDamaged("role");
        }

        return fields.ReportDamage(damage, StoredCollection.ApiKeys) ? null : key;
    }
}
