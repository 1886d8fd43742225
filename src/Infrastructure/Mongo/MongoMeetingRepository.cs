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
    /// Both reads find the meetings by the first field of the key. An index by <c>meeting_date</c> would serve neither:
    /// the overview's order is computed, because stored dates are of several types.
    /// </summary>
    public static readonly IReadOnlyList<MongoIndex> Indexes = [MongoIndex.OnKeyOf(StoredCollection.MeetingInsights)];

    // Whole attendees, although three fields would do: there are no others by contract, and picking fields would drop
    // what is no attendee in silence, where it has to be told of as damage.
    private static readonly ProjectionDefinition<BsonDocument> AttendeeFields =
        Builders<BsonDocument>.Projection.Include("meeting_id").Include("meeting_date").Include("buyer_attendees");

    private static readonly BsonDocument MeetingFields = new()
    {
        { "meeting_id", 1 },
        { "meeting_date", 1 },
        { "transcript", 1 },
    };

    // What the order needs is added. A meeting without an identifier has an empty one to the domain, too.
    private static readonly BsonDocument OrderedMeeting = new(MeetingFields)
    {
        { "date_order", MeetingDateOrder.Ticks },
        {
            "id_order",
            BsonDocument.Parse("""{ "$cond": [{ "$eq": [{ "$type": "$meeting_id" }, "string"] }, "$meeting_id", ""] }""")
        },
    };

    private static readonly BsonDocument LatestFirst = new() { { "date_order", -1 }, { "id_order", 1 } };

    private IMongoCollection<BsonDocument> Meetings => database.CollectionOf(StoredCollection.MeetingInsights);

    /// <inheritdoc/>
    /// <remarks>
    /// The server chooses, so that no other transcript leaves it; sort and limit together hold only that many in its
    /// memory. It cannot choose like <see cref="OverviewMaterial.ChooseMeetings"/> in one case: among meetings of the
    /// same instant it compares identifiers by their UTF-8 bytes, which puts emoji and other characters beyond U+FFFF
    /// after those from U+E000, where the domain puts them before.
    /// </remarks>
    public async Task<IReadOnlyList<Meeting>> FindForOverviewAsync(string dealName, CancellationToken cancellationToken)
    {
        var latest = new EmptyPipelineDefinition<BsonDocument>()
            .Match(MongoQuery.ByDealName(dealName))
            .Project<BsonDocument, BsonDocument, BsonDocument>(OrderedMeeting)
            .Sort(LatestFirst)
            .Limit(OverviewMaterial.MaxMeetings)
            .Project<BsonDocument, BsonDocument, BsonDocument>(MeetingFields);

        var found = await calls.RunAsync(
            async token =>
            {
                using var cursor = await Meetings.AggregateAsync(latest, cancellationToken: token);
                return await cursor.ToListAsync(token);
            },
            cancellationToken);

        return [.. found.Select(reader.ReadMeeting)];
    }

    /// <inheritdoc/>
    public async Task<OverviewState?> FindOverviewStateAsync(string dealName, CancellationToken cancellationToken) =>
        OverviewState.Of(await FindForOverviewAsync(dealName, cancellationToken));

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

        // Ordered here, because the server's order is not ordinal (see above), and a deal has tens of meetings.
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
