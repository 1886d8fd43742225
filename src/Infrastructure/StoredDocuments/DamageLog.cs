using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using MongoDB.Bson;

namespace DealInsights.Infrastructure.StoredDocuments;

/// <summary>Logs each document that cannot be read as expected, once.</summary>
internal sealed partial class DamageLog(ILogger<DamageLog> logger)
{
    // Bounds the memory: when it is reached, documents may be reported again.
    private const int MaxReported = 10_000;

    private readonly ConcurrentDictionary<(string Collection, string Id), bool> _reported = new();

    /// <summary>Reports a field that was left out because it cannot be read.</summary>
    /// <param name="collection">The document's collection.</param>
    /// <param name="document">The document, or its projection; identified by its <c>_id</c>.</param>
    /// <param name="field">The field's path.</param>
    public void Report(StoredCollection collection, BsonDocument document, string field)
    {
        var id = document.GetValue("_id", BsonNull.Value).ToString()!;
        if (_reported.Count >= MaxReported)
        {
            _reported.Clear();
        }

        if (_reported.TryAdd((collection.Name, id), true))
        {
            LogDamaged(collection.Name, id, field);
        }
    }

    [LoggerMessage(EventId = 1, EventName = "DamagedDocument", Level = LogLevel.Warning,
        Message = "Document {Id} in {Collection} cannot be read as expected (first at {Field}); answered from the rest")]
    private partial void LogDamaged(string collection, string id, string field);
}
