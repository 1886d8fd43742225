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

    // Not the timeout of a query: every request of that caller would wait for it.
    private readonly MongoCalls _calls = new(options.Value.ServerSelectionTimeout, clock, circuit);

    // A secondary may not have heard yet that a key was revoked, and a write must not get lost with its primary.
    private readonly IMongoCollection<BsonDocument> _keys = database
        .CollectionOf(StoredCollection.ApiKeys)
        .WithReadPreference(ReadPreference.PrimaryPreferred)
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
    public Task RevokeAsync(string hash, DateTimeOffset at, CancellationToken cancellationToken) => _calls.RunOrGiveUpAsync(
        token => _keys.UpdateOneAsync(
            new BsonDocument { { "_id", hash }, { "revoked_at", BsonNull.Value } }, Change("$set", "revoked_at", at), cancellationToken: token),
        cancellationToken);

    /// <inheritdoc/>
    public Task ExpireAsync(string hash, DateTimeOffset at, CancellationToken cancellationToken) => _calls.RunOrGiveUpAsync(
        token => _keys.UpdateOneAsync(ByHash(hash), Change("$min", "expires_at", at), cancellationToken: token),
        cancellationToken);

    /// <inheritdoc/>
    public Task RecordUseAsync(string hash, DateTimeOffset at, CancellationToken cancellationToken) => _calls.RunOrGiveUpAsync(
        token => _keys.UpdateOneAsync(ByHash(hash), Change("$max", "last_used_at", at), cancellationToken: token),
        cancellationToken);

    private static BsonDocument ByHash(string hash) => new("_id", hash);

    private static BsonDocument Change(string how, string field, DateTimeOffset at) =>
        new(how, new BsonDocument(field, at.UtcDateTime));

    /// <summary>Reads a key. Reports and returns null when a field is damaged.</summary>
    private ApiKey? Read(BsonDocument document)
    {
        var fields = new DocumentFields(StoredCollection.ApiKeys, document, damage);
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
            fields.Damaged("role");
        }

        return fields.IsDamaged ? null : key;
    }
}
