using DealInsights.Infrastructure.Insights;
using DealInsights.Infrastructure.StoredDocuments;
using Microsoft.Extensions.Options;
using MongoDB.Bson;
using MongoDB.Driver;

namespace DealInsights.Infrastructure.Mongo;

/// <inheritdoc/>
internal sealed class MongoInsightStore(
    IMongoDatabase database,
    IOptions<MongoDbOptions> options,
    MongoCircuit circuit,
    TimeProvider clock,
    DamageLog damage) : IInsightStore
{
    /// <summary>Insights are found by their keys. Leases are found by name; those of crashed holders disappear.</summary>
    public static readonly IReadOnlyList<MongoIndex> Indexes =
    [
        MongoIndex.OnKeyOf(StoredCollection.CompanyOverviews),
        MongoIndex.OnKeyOf(StoredCollection.TitleJudgements),
        new(StoredCollection.InsightLeases, ["expires_at"], IsUnique: false, ExpiresAfter: TimeSpan.FromHours(1)),
    ];

    private const int DuplicateKey = 11000;

    private static readonly BsonDocument LatestFirst = new() { { "generated_at", -1 }, { "fingerprint", 1 } };

    // Not the timeout of a query: a request waits for what these only make quicker or cheaper.
    private readonly MongoCalls _calls = new(options.Value.ServerSelectionTimeout, clock, circuit);

    private readonly InsightDocuments _documents = new(damage);

    private IMongoCollection<BsonDocument> Overviews => Current(StoredCollection.CompanyOverviews);

    private IMongoCollection<BsonDocument> Judgements => Current(StoredCollection.TitleJudgements);

    private IMongoCollection<BsonDocument> Leases => Current(StoredCollection.InsightLeases);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<StoredOverview>> FindOverviewsAsync(
        string dealName, CancellationToken cancellationToken)
    {
        var found = await RunAsync(
            token => Overviews.Find(MongoQuery.ByDealName(dealName)).ToListAsync(token), cancellationToken);

        return InsightDocuments.LatestFirst(found.Select(_documents.ReadOverview));
    }

    /// <inheritdoc/>
    public async Task SaveOverviewAsync(StoredOverview overview, CancellationToken cancellationToken)
    {
        await UpsertAsync(StoredCollection.CompanyOverviews, [InsightDocuments.Write(overview)], cancellationToken);

        // Those that are seen to be too old, rather than all but those that are seen to be new: another instance may
        // save one in between.
        var forgotten = await RunAsync(
            token => Overviews
                .Find(MongoQuery.ByDealName(overview.DealName))
                .Sort(LatestFirst)
                .Skip(IInsightStore.MaxOverviewsPerDeal)
                .Project(new BsonDocument("_id", 1))
                .ToListAsync(token),
            cancellationToken);
        if (forgotten.Count > 0)
        {
            var ids = Builders<BsonDocument>.Filter.In("_id", forgotten.Select(document => document["_id"]));
            await RunAsync(token => Overviews.DeleteManyAsync(ids, token), cancellationToken);
        }
    }

    /// <inheritdoc/>
    public Task RemoveOverviewAsync(string dealName, string fingerprint, CancellationToken cancellationToken) => RunAsync(
        token => Overviews.DeleteOneAsync(
            MongoQuery.ByDealName(dealName) & Builders<BsonDocument>.Filter.Eq("fingerprint", fingerprint), token),
        cancellationToken);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<StoredJudgement>> FindJudgementsAsync(
        IReadOnlyCollection<string> fingerprints, CancellationToken cancellationToken)
    {
        var asked = Builders<BsonDocument>.Filter.In("fingerprint", fingerprints);
        var found = await RunAsync(token => Judgements.Find(asked).ToListAsync(token), cancellationToken);

        return [.. found.Select(_documents.ReadJudgement).OfType<StoredJudgement>()];
    }

    /// <inheritdoc/>
    public Task SaveJudgementsAsync(
        IReadOnlyCollection<StoredJudgement> judgements, CancellationToken cancellationToken) =>
        UpsertAsync(StoredCollection.TitleJudgements, judgements.Select(InsightDocuments.Write), cancellationToken);

    /// <inheritdoc/>
    /// <remarks>
    /// One operation on one document, which decides by the server's own clock. The update decides rather than the filter,
    /// because the server computes nothing in the filter of an upsert.
    /// </remarks>
    public async Task<bool> TryTakeLeaseAsync(
        string name, string holder, TimeSpan duration, CancellationToken cancellationToken)
    {
        var take = new BsonDocumentStagePipelineDefinition<BsonDocument, BsonDocument>([Take(holder, duration)]);
        var upsert = new FindOneAndUpdateOptions<BsonDocument> { IsUpsert = true, ReturnDocument = ReturnDocument.After };

        var lease = await RunAsync<BsonDocument?>(
            async token =>
            {
                try
                {
                    return await Leases.FindOneAndUpdateAsync(new BsonDocument("_id", name), take, upsert, token);
                }
                // Two found nothing there, and the other was quicker.
                catch (MongoCommandException taken) when (taken.Code == DuplicateKey)
                {
                    return null;
                }
            },
            cancellationToken);

        return lease?.GetValue("holder", BsonNull.Value) == holder;
    }

    /// <inheritdoc/>
    public Task ReleaseLeaseAsync(string name, string holder, CancellationToken cancellationToken) => RunAsync(
        token => Leases.DeleteOneAsync(new BsonDocument { { "_id", name }, { "holder", holder } }, token),
        cancellationToken);

    // What another instance has just saved has to be seen, so a secondary is the second choice.
    private IMongoCollection<BsonDocument> Current(StoredCollection collection) =>
        database.CollectionOf(collection).WithReadPreference(ReadPreference.PrimaryPreferred);

    /// <summary>The update that makes a lease the holder's if it is free or the holder's already.</summary>
    private static BsonDocument Take(string holder, TimeSpan duration)
    {
        var asker = new BsonDocument("$literal", holder);
        // A lease that is not there has run out: what is missing is less than any date.
        var isFree = Call("$or", Call("$eq", "$holder", asker), Call("$lte", "$expires_at", "$$NOW"));
        var end = Call("$add", "$$NOW", (long)duration.TotalMilliseconds);

        return new BsonDocument("$set", new BsonDocument
        {
            { "holder", Call("$cond", isFree, asker, "$holder") },
            { "expires_at", Call("$cond", isFree, end, "$expires_at") },
        });
    }

    private static BsonDocument Call(string function, params BsonValue[] arguments) => new(function, new BsonArray(arguments));

    private async Task UpsertAsync(
        StoredCollection collection, IEnumerable<BsonDocument> documents, CancellationToken cancellationToken)
    {
        var replacements = documents
            .Select(document => new ReplaceOneModel<BsonDocument>(
                new BsonDocument(collection.KeyFields.Select(field => new BsonElement(field, document[field]))), document)
            {
                IsUpsert = true,
            })
            .ToList();
        // None is no write to the driver.
        await RunAsync<BulkWriteResult?>(
            async token => replacements.Count == 0
                ? null
                : await Current(collection).BulkWriteAsync(
                    replacements, new BulkWriteOptions { IsOrdered = false }, token),
            cancellationToken);
    }

    /// <summary>
    /// Runs a call. What the server refuses, for instance of a user who may only read, is not available either: callers
    /// do without.
    /// </summary>
    private async Task<T> RunAsync<T>(Func<CancellationToken, Task<T>> call, CancellationToken cancellationToken)
    {
        try
        {
            return await _calls.RunAsync(call, cancellationToken);
        }
        catch (MongoException refusal)
        {
            throw MongoCalls.NotAvailable(refusal);
        }
    }
}
