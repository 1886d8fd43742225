using DealInsights.Application.Meetings;
using DealInsights.Domain.Meetings;
using DealInsights.Domain.Stakeholders;
using DealInsights.Infrastructure.StoredDocuments;
using MongoDB.Bson;
using MongoDB.Driver;

namespace DealInsights.Infrastructure.Mongo;

/// <inheritdoc/>
internal sealed class MongoMeetingRepository(IMongoDatabase database, MongoCalls calls, StoredDocumentReader reader)
    : IMeetingRepository
{
    /// <summary>
    /// All reads find the meetings by the first field of the key. An index on <c>meeting_date</c> would not help, because
    /// stored dates have several types.
    /// </summary>
    public static readonly IReadOnlyList<MongoIndex> Indexes = [MongoIndex.OnKeyOf(StoredCollection.MeetingInsights)];

    // All white space by .NET's definition, as JSON escapes.
    private const string WhiteSpace =
        @"\t\n\u000b\f\r \u0085\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000";

    // Whole attendees, because a projection of their fields would hide damaged entries, which must be reported.
    private static readonly ProjectionDefinition<BsonDocument> AttendeeFields =
        Builders<BsonDocument>.Projection.Include("meeting_id").Include("meeting_date").Include("buyer_attendees");

    private static readonly ProjectionDefinition<BsonDocument> TranscriptFields =
        Builders<BsonDocument>.Projection.Include("meeting_id").Include("meeting_date").Include("transcript");

    // The server measures the transcripts, because each is kilobytes long and most reads need none. It trims as the domain
    // does, so that white space alone is no text.
    private static readonly BsonDocument VersionFields = BsonDocument.Parse(
        $$"""
        {
          "meeting_id": 1,
          "meeting_date": 1,
          "last_updated": 1,
          "{{StoredDocumentReader.TranscriptLengthField}}": { "$switch": {
            "branches": [
              { "case": { "$eq": [{ "$ifNull": ["$transcript", null] }, null] }, "then": 0 },
              { "case": { "$ne": [{ "$type": "$transcript" }, "string"] }, "then": null },
              { "case": { "$eq": [{ "$trim": { "input": "$transcript", "chars": "{{WhiteSpace}}" } }, ""] }, "then": 0 }
            ],
            "default": { "$strLenCP": "$transcript" }
          } }
        }
        """);

    private IMongoCollection<BsonDocument> Meetings => database.CollectionOf(StoredCollection.MeetingInsights);

    /// <inheritdoc/>
    // The domain chooses the meetings, because stored dates have several types. A deal has tens of meetings.
    public async Task<IReadOnlyList<MeetingVersion>> FindOverviewVersionsAsync(
        string dealName, CancellationToken cancellationToken)
    {
        var found = await calls.RunAsync(
            token => Meetings.Find(MongoQuery.ByDealName(dealName)).Project(VersionFields).ToListAsync(token),
            cancellationToken);

        return OverviewMaterial.ChooseMeetings(found.Select(reader.ReadMeetingVersion));
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<Meeting>> FindForOverviewAsync(
        string dealName, IReadOnlyList<MeetingVersion> versions, CancellationToken cancellationToken)
    {
        // The domain sees a missing or damaged identifier as empty text.
        var identified = Builders<BsonDocument>.Filter.In("meeting_id", versions.Select(version => version.Id));
        var wanted = versions.Any(version => version.Id.Length == 0)
            ? identified | Builders<BsonDocument>.Filter.Not(Builders<BsonDocument>.Filter.Type("meeting_id", BsonType.String))
            : identified;
        var found = await calls.RunAsync(
            token => Meetings
                .Find(MongoQuery.ByDealName(dealName) & wanted)
                .Project(TranscriptFields)
                .ToListAsync(token),
            cancellationToken);

        return OverviewMaterial.ChooseMeetings(found.Select(reader.ReadMeeting));
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<Attendance>> FindAttendancesAsync(string dealName, CancellationToken cancellationToken)
    {
        var found = await calls.RunAsync(
            token => Meetings.Find(MongoQuery.ByDealName(dealName)).Project(AttendeeFields).ToListAsync(token),
            cancellationToken);

        return reader.ReadAttendances(found);
    }

    /// <inheritdoc/>
    // Grouped, because the result of "distinct" is one document of at most 16 MB.
    public async Task<IReadOnlyCollection<string>> FindDealNamesAsync(CancellationToken cancellationToken)
    {
        var names = new EmptyPipelineDefinition<BsonDocument>()
            .Match(new BsonDocument("deal_id", new BsonDocument("$type", "string")))
            .Group<BsonDocument, BsonDocument, BsonDocument>(new BsonDocument("_id", "$deal_id"));

        var found = await calls.RunAsync(
            async token => await (await Meetings.AggregateAsync(
                names, new AggregateOptions { AllowDiskUse = true }, token)).ToListAsync(token),
            cancellationToken);

        // The type condition also matches lists that contain text.
        return [.. found.Select(group => group["_id"]).OfType<BsonString>().Select(name => name.Value)];
    }
}
