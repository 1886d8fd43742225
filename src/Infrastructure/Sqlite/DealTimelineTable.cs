using DealInsights.Domain.Timelines;
using DealInsights.Infrastructure.StoredDocuments;
using MongoDB.Bson;

namespace DealInsights.Infrastructure.Sqlite;

/// <summary>
/// The timelines. Their events lie in a table of their own, so that a query reads those that it is about. Entries of
/// <c>events</c> that are no documents stay in the timeline's document.
/// </summary>
internal sealed class DealTimelineTable() : DocumentTable(StoredCollection.DealTimeline)
{
    private const string Events = "events";

    private const string InsertEvent = """
        INSERT INTO deal_events (deal_id, position, event_type, event_date, document)
        VALUES ($deal_id, $position, $event_type, $event_date, $document)
        """;

    /// <inheritdoc/>
    protected override void Insert(EmbeddedConnection connection, BsonDocument document, StoredDocumentReader reader)
    {
        var events = document.GetValue(Events, BsonNull.Value) as BsonArray;
        var kept = events is null
            ? document
            : Without(document, Events, new BsonArray(events.Where(entry => !entry.IsBsonDocument)));

        // The events of a timeline that is replaced are deleted with it.
        Replace(
            connection,
            ("deal_id", document["deal_id"].AsString),
            ("event_count", CountOf(document.GetValue(Events, BsonNull.Value))),
            ("document", kept.ToBson()));
        for (var position = 0; position < events?.Count; position++)
        {
            if (events[position] is BsonDocument entry)
            {
                connection.Run(
                    InsertEvent,
                    ("$deal_id", document["deal_id"].AsString),
                    ("$position", position),
                    ("$event_type", (entry.GetValue("event_type", BsonNull.Value) as BsonString)?.Value),
                    ("$event_date", TicksOf(entry.GetValue("event_date", BsonNull.Value))),
                    ("$document", entry.ToBson()));
            }
        }
    }

    /// <inheritdoc/>
    protected override BsonDocument Restore(EmbeddedConnection connection, BsonDocument document)
    {
        if (document.GetValue(Events, BsonNull.Value) is BsonArray events)
        {
            // In order of their positions, so that each finds the entries before it in place.
            foreach (var (position, entry) in connection.Find(
                "SELECT document, position FROM deal_events WHERE deal_id = $deal_id ORDER BY position",
                row => (row.GetInt32(1), EmbeddedConnection.ReadDocument(row)),
                ("$deal_id", document["deal_id"].AsString)))
            {
                events.Insert(position, entry);
            }
        }

        return document;
    }

    /// <inheritdoc/>
    protected override string KeysHolding(string function) =>
        $"{base.KeysHolding(function)} UNION SELECT deal_id FROM deal_events WHERE {function}(document)";

    private static int? CountOf(BsonValue events) => events switch
    {
        BsonArray list => list.Count,
        BsonNull => 0,
        _ => null,
    };

    private static long TicksOf(BsonValue date) => date switch
    {
        BsonDateTime { IsValidDateTime: true } instant => instant.ToUniversalTime().Ticks,
        BsonString text => RecordedDate.FromText(text.Value).Instant?.Ticks ?? 0,
        _ => 0,
    };
}
