using DealInsights.Application.Privacy;
using DealInsights.Infrastructure.StoredDocuments;

namespace DealInsights.Infrastructure.Removal;

/// <summary>Counts the removed and changed documents by collection.</summary>
internal sealed class RemovalTally(bool isRehearsal)
{
    private readonly OrderedDictionary<string, CollectionRemoval> _collections = new(StringComparer.Ordinal);

    public bool IsRehearsal => isRehearsal;

    /// <summary>Counts removed documents. Zero lists the collection in the report.</summary>
    public void Removed(StoredCollection collection, long documents)
    {
        var counts = Of(collection);
        _collections[collection.Name] = counts with { Removed = counts.Removed + documents };
    }

    /// <summary>Counts a document that names the person.</summary>
    /// <param name="collection">The document's collection.</param>
    /// <param name="isChanged">Whether the person was taken out of it.</param>
    /// <param name="isLeft">Whether it still names the person.</param>
    public void Erased(StoredCollection collection, bool isChanged, bool isLeft)
    {
        var counts = Of(collection);
        _collections[collection.Name] = counts with
        {
            Changed = counts.Changed + (isChanged ? 1 : 0),
            Left = counts.Left + (isLeft ? 1 : 0),
        };
    }

    public RemovalReport ToReport() => new(isRehearsal, [.. _collections.Values]);

    private CollectionRemoval Of(StoredCollection collection) => _collections.GetValueOrDefault(
        collection.Name, new CollectionRemoval(collection.Name, Removed: 0, Changed: 0, Left: 0));
}
