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
    /// <summary>Insights are found by their keys. Leases are found by name; expired ones are removed by the server.</summary>
    public static readonly IReadOnlyList<MongoIndex> Indexes =
    [
        MongoIndex.OnKeyOf(StoredCollection.CompanyOverviews),
        MongoIndex.OnKeyOf(StoredCollection.TitleJudgements),
        new(StoredCollection.InsightLeases, ["expires_at"], ExpiresAfter: TimeSpan.FromHours(1)),
    ];

    private const int DuplicateKey = 11000;

    // The lease on an overview is in the overview's document, so that removing the deal ends it.
    private static readonly LeaseFields OverviewLeaseFields = new(InsightDocuments.LeaseHolder, InsightDocuments.LeaseExpiry);

    private static readonly LeaseFields LeaseDocumentFields = new("holder", "expires_at");

    // Shorter than the timeout of a query, because a request can do without stored insights.
    private readonly MongoCalls _calls = new(options.Value.ServerSelectionTimeout, clock, circuit);

    private readonly InsightDocuments _documents = new(damage);

    private IMongoCollection<BsonDocument> Overviews => database.CurrentOf(StoredCollection.CompanyOverviews);

    private IMongoCollection<BsonDocument> Judgements => database.CurrentOf(StoredCollection.TitleJudgements);

    private IMongoCollection<BsonDocument> Leases => database.CurrentOf(StoredCollection.InsightLeases);

    /// <inheritdoc/>
    public async Task<StoredOverview?> FindOverviewAsync(string dealName, CancellationToken cancellationToken)
    {
        var found = await _calls.RunOrGiveUpAsync<BsonDocument?>(
            async token => await Overviews.Find(MongoQuery.ByDealName(dealName)).FirstOrDefaultAsync(token), cancellationToken);

        return found is null ? null : _documents.ReadOverview(found);
    }

    /// <inheritdoc/>
    public async Task<OverviewLease> TakeOverviewLeaseAsync(
        string dealName, string holder, TimeSpan duration, CancellationToken cancellationToken)
    {
        var document = await TakeLeaseAsync(
            Overviews, ByDeal(dealName), OverviewLeaseFields, holder, duration, cancellationToken);

        return document is null
            ? new OverviewLease(IsHeld: false, Stored: null)
            : new OverviewLease(OverviewLeaseFields.IsHeldBy(document, holder), _documents.ReadOverview(document));
    }

    /// <inheritdoc/>
    // Without the lease's fields, so that saving ends the lease.
    public async Task<bool> SaveOverviewAsync(
        StoredOverview overview, string holder, CancellationToken cancellationToken)
    {
        var held = ByDeal(overview.DealName).Add(InsightDocuments.LeaseHolder, holder);
        var replaced = await _calls.RunOrGiveUpAsync(
            token => Overviews.ReplaceOneAsync(held, InsightDocuments.Write(overview), cancellationToken: token),
            cancellationToken);

        return replaced.MatchedCount == 1;
    }

    /// <inheritdoc/>
    public Task AdoptOverviewAsync(
        string dealName, string contentFingerprint, string fingerprint, CancellationToken cancellationToken) => _calls.RunOrGiveUpAsync(
        token => Overviews.UpdateOneAsync(
            ByDeal(dealName).Add("content_fingerprint", contentFingerprint),
            new BsonDocument("$set", new BsonDocument("fingerprint", fingerprint)),
            cancellationToken: token),
        cancellationToken);

    /// <inheritdoc/>
    public Task ReleaseOverviewLeaseAsync(string dealName, string holder, CancellationToken cancellationToken) => _calls.RunOrGiveUpAsync(
        token => Overviews.UpdateOneAsync(
            ByDeal(dealName).Add(InsightDocuments.LeaseHolder, holder),
            new BsonDocument("$unset", new BsonDocument { { InsightDocuments.LeaseHolder, 1 }, { InsightDocuments.LeaseExpiry, 1 } }),
            cancellationToken: token),
        cancellationToken);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<StoredJudgement>> FindJudgementsAsync(
        IReadOnlyCollection<string> fingerprints, CancellationToken cancellationToken)
    {
        var asked = Builders<BsonDocument>.Filter.In("fingerprint", fingerprints);
        var found = await _calls.RunOrGiveUpAsync(token => Judgements.Find(asked).ToListAsync(token), cancellationToken);

        return [.. found.Select(_documents.ReadJudgement).OfType<StoredJudgement>()];
    }

    /// <inheritdoc/>
    public Task SaveJudgementsAsync(
        IReadOnlyCollection<StoredJudgement> judgements, CancellationToken cancellationToken)
    {
        var upserts = judgements
            .Select(judgement => new ReplaceOneModel<BsonDocument>(
                new BsonDocument("fingerprint", judgement.Fingerprint), InsightDocuments.Write(judgement))
            {
                IsUpsert = true,
            })
            .ToList();

        // The driver refuses an empty list.
        return _calls.RunOrGiveUpAsync<BulkWriteResult?>(
            async token => upserts.Count == 0
                ? null
                : await Judgements.BulkWriteAsync(upserts, new BulkWriteOptions { IsOrdered = false }, token),
            cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<bool> TryTakeLeaseAsync(
        string name, string holder, TimeSpan duration, CancellationToken cancellationToken)
    {
        var document = await TakeLeaseAsync(
            Leases, new BsonDocument("_id", name), LeaseDocumentFields, holder, duration, cancellationToken);

        return document is not null && LeaseDocumentFields.IsHeldBy(document, holder);
    }

    /// <inheritdoc/>
    public Task ReleaseLeaseAsync(string name, string holder, CancellationToken cancellationToken) => _calls.RunOrGiveUpAsync(
        token => Leases.DeleteOneAsync(new BsonDocument { { "_id", name }, { "holder", holder } }, token),
        cancellationToken);

    private static BsonDocument ByDeal(string dealName) => new("deal_id", dealName);

    /// <summary>Takes a lease in one operation on one document, which decides by the server's own clock.</summary>
    /// <returns>The document afterwards; <see langword="null"/> when another caller inserted it at the same time.</returns>
    private Task<BsonDocument?> TakeLeaseAsync(
        IMongoCollection<BsonDocument> collection,
        BsonDocument key,
        LeaseFields fields,
        string holder,
        TimeSpan duration,
        CancellationToken cancellationToken)
    {
        // The update decides rather than the filter, because the server computes nothing in the filter of an upsert.
        var take = new BsonDocumentStagePipelineDefinition<BsonDocument, BsonDocument>([fields.Take(holder, duration)]);
        var upsert = new FindOneAndUpdateOptions<BsonDocument> { IsUpsert = true, ReturnDocument = ReturnDocument.After };

        return _calls.RunOrGiveUpAsync<BsonDocument?>(
            async token =>
            {
                try
                {
                    return await collection.FindOneAndUpdateAsync(key, take, upsert, token);
                }
                catch (MongoCommandException taken) when (taken.Code == DuplicateKey)
                {
                    return null;
                }
            },
            cancellationToken);
    }

    /// <summary>The fields of a lease in its document.</summary>
    private sealed record LeaseFields(string Holder, string Expiry)
    {
        public bool IsHeldBy(BsonDocument document, string holder) => document.GetValue(Holder, BsonNull.Value) == holder;

        /// <summary>The update that makes a lease the holder's if it is free or the holder's already.</summary>
        public BsonDocument Take(string holder, TimeSpan duration)
        {
            var candidate = new BsonDocument("$literal", holder);
            // A missing lease is free, because a missing field is less than any date.
            var isFree = Call("$or", Call("$eq", $"${Holder}", candidate), Call("$lte", $"${Expiry}", "$$NOW"));
            var end = Call("$add", "$$NOW", (long)duration.TotalMilliseconds);

            return new BsonDocument("$set", new BsonDocument
            {
                { Holder, Call("$cond", isFree, candidate, $"${Holder}") },
                { Expiry, Call("$cond", isFree, end, $"${Expiry}") },
            });
        }

        private static BsonDocument Call(string function, params BsonValue[] arguments) =>
            new(function, new BsonArray(arguments));
    }
}
