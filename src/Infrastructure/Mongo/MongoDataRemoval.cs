using DealInsights.Application.Privacy;
using DealInsights.Domain.Privacy;
using DealInsights.Infrastructure.Removal;
using DealInsights.Infrastructure.StoredDocuments;
using Microsoft.Extensions.Options;
using MongoDB.Bson;
using MongoDB.Driver;

namespace DealInsights.Infrastructure.Mongo;

/// <inheritdoc/>
/// <remarks>
/// Collection by collection and no transaction: a server that is no replica set has none, and a person is in more
/// documents than one may last. What was done when the server fails stays done, and repeating does the rest.
/// </remarks>
internal sealed class MongoDataRemoval(IMongoDatabase database, IOptions<MongoDbOptions> options, TimeProvider clock)
    : IStoredDataRemoval
{
    // Somebody who writes to the same document all the time.
    private const int MostAttempts = 5;

    private readonly MongoCalls _calls = new(options.Value.SocketTimeout, clock);

    /// <inheritdoc/>
    public async Task<RemovalReport> RemoveDealAsync(string dealName, bool isRehearsal, CancellationToken cancellationToken)
    {
        var tally = new RemovalTally(isRehearsal);
        var ofDeal = MongoQuery.ByDealName(dealName);
        foreach (var collection in StoredCollection.All)
        {
            await RemoveAsync(tally, collection, ofDeal, cancellationToken);
        }

        await RemoveAsync(tally, StoredCollection.CompanyOverviews, ofDeal, cancellationToken);

        return tally.ToReport();
    }

    /// <inheritdoc/>
    public async Task<RemovalReport> RemovePersonAsync(
        PersonAddress person, bool isRehearsal, CancellationToken cancellationToken)
    {
        var tally = new RemovalTally(isRehearsal);
        var deals = new HashSet<string>(StringComparer.Ordinal);
        foreach (var collection in StoredCollection.All)
        {
            tally.Removed(collection, 0);
            foreach (var id in await FindCandidatesAsync(collection, person, cancellationToken))
            {
                await EraseAsync(tally, collection, id, person, deals, cancellationToken);
            }
        }

        await RemoveAsync(
            tally,
            StoredCollection.CompanyOverviews,
            Builders<BsonDocument>.Filter.Or(
                Builders<BsonDocument>.Filter.In("deal_id", deals),
                await NamingAsync(StoredCollection.CompanyOverviews, person, cancellationToken)),
            cancellationToken);
        await RemoveAsync(
            tally,
            StoredCollection.TitleJudgements,
            await NamingAsync(StoredCollection.TitleJudgements, person, cancellationToken),
            cancellationToken);

        return tally.ToReport();
    }

    /// <inheritdoc/>
    // Removed data in the server's own files, such as the oplog, is up to its operators.
    public Task EraseTracesAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    // Has to see what was just imported, so it prefers the primary.
    private IMongoCollection<BsonDocument> Current(StoredCollection collection) =>
        database.CollectionOf(collection).WithReadPreference(ReadPreference.PrimaryPreferred);

    private static BsonDocument ById(BsonValue id) => new("_id", new BsonDocument("$eq", id));

    private async Task<List<BsonValue>> FindCandidatesAsync(
        StoredCollection collection, PersonAddress person, CancellationToken cancellationToken)
    {
        var documents = database.GetCollection<RawBsonDocument>(collection.Name)
            .WithReadPreference(ReadPreference.PrimaryPreferred);
        using var pages = await _calls.RunOrGiveUpAsync(
            token => documents.FindAsync(FilterDefinition<RawBsonDocument>.Empty, cancellationToken: token), cancellationToken);

        var found = new List<BsonValue>();
        while (await _calls.RunOrGiveUpAsync(pages.MoveNextAsync, cancellationToken))
        {
            foreach (var document in pages.Current)
            {
                using (document)
                {
                    if (PersonEraser.MayName(person, document.Slice.AccessBackingBytes(0).AsSpan(0, document.Slice.Length)))
                    {
                        found.Add(document["_id"].DeepClone());
                    }
                }
            }
        }

        return found;
    }

    private async Task EraseAsync(
        RemovalTally tally,
        StoredCollection collection,
        BsonValue id,
        PersonAddress person,
        HashSet<string> deals,
        CancellationToken cancellationToken)
    {
        for (var attempt = 0; attempt < MostAttempts; attempt++)
        {
            var document = await _calls.RunOrGiveUpAsync(
                token => Current(collection).Find(ById(id)).FirstOrDefaultAsync(token), cancellationToken);
            if (document is null)
            {
                return;
            }

            var erased = PersonEraser.Erase(collection, document, person);
            if (erased is not null && !tally.IsRehearsal && !await ReplaceAsync(collection, document, erased, cancellationToken))
            {
                // Somebody else was quicker.
                continue;
            }

            if (erased is not null)
            {
                tally.Changed(collection);
                if (collection == StoredCollection.MeetingInsights && document.GetValue("deal_id", BsonNull.Value) is BsonString deal)
                {
                    deals.Add(deal.Value);
                }
            }

            if (PersonEraser.KeyNames(collection, document, person))
            {
                tally.Left(collection);
            }

            return;
        }

        tally.Left(collection);
    }

    /// <summary>Replaces a document if it is still as it was read.</summary>
    private async Task<bool> ReplaceAsync(
        StoredCollection collection, BsonDocument read, BsonDocument replacement, CancellationToken cancellationToken)
    {
        var asRead = new BsonDocument("$eq", new BsonArray { "$$ROOT", new BsonDocument("$literal", read) });
        var filter = ById(read["_id"]).Add("$expr", asRead);
        // Not a plain replacement, in which a field's name may not begin with a dollar sign.
        var replace = new BsonDocument("$replaceWith", new BsonDocument("$literal", replacement));
        var result = await _calls.RunOrGiveUpAsync(
            token => Current(collection).UpdateOneAsync(
                filter, new BsonDocumentStagePipelineDefinition<BsonDocument, BsonDocument>([replace]), cancellationToken: token),
            cancellationToken);

        return result.MatchedCount == 1;
    }

    /// <summary>Finds the insights that name a person.</summary>
    private async Task<FilterDefinition<BsonDocument>> NamingAsync(
        StoredCollection collection, PersonAddress person, CancellationToken cancellationToken)
    {
        var candidates = Builders<BsonDocument>.Filter.In("_id", await FindCandidatesAsync(collection, person, cancellationToken));
        var found = await _calls.RunOrGiveUpAsync(token => Current(collection).Find(candidates).ToListAsync(token), cancellationToken);

        return Builders<BsonDocument>.Filter.In(
            "_id", found.Where(document => PersonEraser.Names(document, person)).Select(document => document["_id"]));
    }

    /// <summary>Removes what a filter finds, or counts it.</summary>
    private async Task RemoveAsync(
        RemovalTally tally, StoredCollection collection, FilterDefinition<BsonDocument> which, CancellationToken cancellationToken) =>
        tally.Removed(
            collection,
            tally.IsRehearsal
                ? await _calls.RunOrGiveUpAsync(token => Current(collection).CountDocumentsAsync(which, cancellationToken: token), cancellationToken)
                : (await _calls.RunOrGiveUpAsync(token => Current(collection).DeleteManyAsync(which, token), cancellationToken)).DeletedCount);
}
