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
/// Without a transaction, which needs a replica set and may not last long enough. After a failure, repeating the removal
/// does the rest.
/// </remarks>
internal sealed class MongoDataRemoval(IMongoDatabase database, IOptions<MongoDbOptions> options, TimeProvider clock)
    : IStoredDataRemoval
{
    private const int MostAttempts = 5;

    private readonly MongoCalls _calls = new(options.Value.SocketTimeout, clock);

    /// <inheritdoc/>
    public async Task<RemovalReport> RemoveDealAsync(string dealName, bool isRehearsal, CancellationToken cancellationToken)
    {
        var tally = new RemovalTally(isRehearsal);
        foreach (var collection in (StoredCollection[])[.. StoredCollection.All, StoredCollection.CompanyOverviews])
        {
            await RemoveAsync(tally, collection, MongoQuery.ByDealName(dealName), cancellationToken);
        }

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
            foreach (var id in await FindNamingAsync(collection, person, cancellationToken))
            {
                await EraseAsync(tally, collection, id, person, deals, cancellationToken);
            }
        }

        var overviews = await FindNamingAsync(StoredCollection.CompanyOverviews, person, cancellationToken);
        await RemoveAsync(
            tally,
            StoredCollection.CompanyOverviews,
            Builders<BsonDocument>.Filter.In("deal_id", deals) | Builders<BsonDocument>.Filter.In("_id", overviews),
            cancellationToken);
        var judgements = await FindNamingAsync(StoredCollection.TitleJudgements, person, cancellationToken);
        await RemoveAsync(
            tally, StoredCollection.TitleJudgements, Builders<BsonDocument>.Filter.In("_id", judgements), cancellationToken);

        return tally.ToReport();
    }

    /// <inheritdoc/>
    // Copies that the server keeps, such as the oplog, are up to its operators.
    public Task EraseTracesAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private static BsonDocument ById(BsonValue id) => new("_id", new BsonDocument("$eq", id));

    /// <summary>Finds the ids of the documents that name a person.</summary>
    private async Task<List<BsonValue>> FindNamingAsync(
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
                    var bytes = document.Slice.AccessBackingBytes(0);
                    if (PersonEraser.MayName(person, bytes.AsSpan(0, document.Slice.Length))
                        && PersonEraser.Names(document, person))
                    {
                        found.Add(document["_id"].DeepClone());
                    }
                }
            }
        }

        return found;
    }

    /// <summary>Takes a person out of a document, and adds the document's deal when it is a meeting.</summary>
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
                token => database.CurrentOf(collection).Find(ById(id)).FirstOrDefaultAsync(token), cancellationToken);
            if (document is null)
            {
                return;
            }

            var erased = PersonEraser.Erase(collection, document, person, clock.GetUtcNow());
            if (erased is not null && !tally.IsRehearsal && !await ReplaceAsync(collection, document, erased, cancellationToken))
            {
                continue;
            }

            if (erased is not null
                && collection == StoredCollection.MeetingInsights
                && document.GetValue("deal_id", BsonNull.Value) is BsonString deal)
            {
                deals.Add(deal.Value);
            }

            tally.Erased(collection, isChanged: erased is not null, isLeft: PersonEraser.KeyNames(collection, document, person));
            return;
        }

        // Another program keeps changing the document.
        tally.Erased(collection, isChanged: false, isLeft: true);
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
            token => database.CurrentOf(collection).UpdateOneAsync(
                filter, new BsonDocumentStagePipelineDefinition<BsonDocument, BsonDocument>([replace]), cancellationToken: token),
            cancellationToken);

        return result.MatchedCount == 1;
    }

    /// <summary>Removes what a filter finds, or counts it.</summary>
    private async Task RemoveAsync(
        RemovalTally tally, StoredCollection collection, FilterDefinition<BsonDocument> which, CancellationToken cancellationToken) =>
        tally.Removed(
            collection,
            tally.IsRehearsal
                ? await _calls.RunOrGiveUpAsync(token => database.CurrentOf(collection).CountDocumentsAsync(which, cancellationToken: token), cancellationToken)
                : (await _calls.RunOrGiveUpAsync(token => database.CurrentOf(collection).DeleteManyAsync(which, token), cancellationToken)).DeletedCount);
}
