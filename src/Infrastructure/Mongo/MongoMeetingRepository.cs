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
    /// All reads find the meetings by the first field of the key. An index by <c>meeting_date</c> would serve none: the
    /// order is computed, because stored dates are of several types.
    /// </summary>
    public static readonly IReadOnlyList<MongoIndex> Indexes = [MongoIndex.OnKeyOf(StoredCollection.MeetingInsights)];

    // Every character that is white space to .NET, as escapes of JSON.
    private const string WhiteSpace =
        @"\t\n\u000b\f\r \u0085\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000";

    // Whole attendees, although three fields would do: there are no others by contract, and picking fields would drop
    // what is no attendee in silence, where it has to be told of as damage.
    private static readonly ProjectionDefinition<BsonDocument> AttendeeFields =
        Builders<BsonDocument>.Projection.Include("meeting_id").Include("meeting_date").Include("buyer_attendees");

    private static readonly BsonDocument TranscriptFields = new()
    {
        { "meeting_id", 1 },
        { "meeting_date", 1 },
        { "transcript", 1 },
    };

    // The transcripts are measured where they lie: each is kilobytes long, and most reads need none. Trimmed as the domain
    // trims, so that one of white space alone has no text.
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
    // Chosen here, by the domain's rule: stored dates have several types, and a deal has tens of meetings.
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
        // A meeting whose identifier is missing or no text has an empty one to the domain.
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
    public async Task<IReadOnlyList<Attendance>> FindAttendancesAsync(
        string dealName, CancellationToken cancellationToken) =>
        [
            .. (await FindAttendedAsync(dealName, cancellationToken)).SelectMany(meeting =>
                reader.ReadAttendees(meeting).Select(attendee => new Attendance(
                    attendee, StoredDocumentReader.MeetingIdOf(meeting), reader.ReadMeetingTime(meeting)))),
        ];

    private async Task<IEnumerable<BsonDocument>> FindAttendedAsync(string dealName, CancellationToken cancellationToken)
    {
        var found = await calls.RunAsync(
            token => Meetings.Find(MongoQuery.ByDealName(dealName)).Project(AttendeeFields).ToListAsync(token),
            cancellationToken);

        // Ordered here: the server compares text by its UTF-8 bytes, the domain by UTF-16 code units.
        return found.OrderBy(StoredDocumentReader.MeetingIdOf, StringComparer.Ordinal);
    }

    /// <inheritdoc/>
    // Grouped rather than "distinct", whose answer is one document and ends at 16 MB.
    public async Task<IReadOnlyCollection<string>> FindDealNamesAsync(CancellationToken cancellationToken)
    {
        var names = new EmptyPipelineDefinition<BsonDocument>()
            .Match(new BsonDocument("deal_id", new BsonDocument("$type", "string")))
            .Group<BsonDocument, BsonDocument, BsonDocument>(new BsonDocument("_id", "$deal_id"));

        var found = await calls.RunAsync(
            async token =>
            {
                using var cursor = await Meetings.AggregateAsync(
                    names, new AggregateOptions { AllowDiskUse = true }, token);
                return await cursor.ToListAsync(token);
            },
            cancellationToken);

        // A list with a text in it is of the type of its elements, too.
        return [.. found.Select(group => group["_id"]).OfType<BsonString>().Select(name => name.Value)];
    }
}
