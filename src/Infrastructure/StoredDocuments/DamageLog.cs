using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using MongoDB.Bson;

namespace DealInsights.Infrastructure.StoredDocuments;

/// <summary>Tells the operators once about each document that cannot be read as expected.</summary>
internal sealed partial class DamageLog(ILogger<DamageLog> logger)
{
    // A bound on memory, not on what is told: when it is reached, documents already told of may be told of again.
    private const int MostRemembered = 10_000;

    private readonly ConcurrentDictionary<(string Collection, string Id), bool> _told = new();

    /// <summary>Reports a field that was left out of an answer because it is not what it should be.</summary>
    /// <param name="collection">The document's collection.</param>
    /// <param name="document">The document, or as much of it as was read; its <c>_id</c> names it.</param>
    /// <param name="field">The field's path.</param>
    public void Report(StoredCollection collection, BsonDocument document, string field)
    {
        var id = document.GetValue("_id", BsonNull.Value).ToString()!;
        if (_told.Count >= MostRemembered)
        {
            _told.Clear();
        }

        if (_told.TryAdd((collection.Name, id), true))
        {
            LogDamaged(collection.Name, id, field);
        }
    }

    [LoggerMessage(EventId = 1, EventName = "DamagedDocument", Level = LogLevel.Warning,
        Message = "Document {Id} in {Collection} cannot be read as expected (first at {Field}); answered from the rest")]
    private partial void LogDamaged(string collection, string id, string field);
}
