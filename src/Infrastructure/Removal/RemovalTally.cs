using DealInsights.Application.Privacy;
using DealInsights.Infrastructure.StoredDocuments;

namespace DealInsights.Infrastructure.Removal;

/// <summary>Counts what a removal does, collection by collection.</summary>
internal sealed class RemovalTally(bool isRehearsal)
{
    private readonly List<Count> _counts = [];

    public bool IsRehearsal => isRehearsal;

    /// <summary>Counts documents that were removed; none lists the collection.</summary>
    public void Removed(StoredCollection collection, long documents) => Of(collection).Removed += documents;

    /// <summary>Counts a document that is there without the person.</summary>
    public void Changed(StoredCollection collection) => Of(collection).Changed++;

    /// <summary>Counts a document that still names the person.</summary>
    public void Left(StoredCollection collection) => Of(collection).Left++;

    public RemovalReport ToReport() => new(
        isRehearsal,
        [.. _counts.Select(count => new CollectionRemoval(count.Collection.Name, count.Removed, count.Changed, count.Left))]);

    private Count Of(StoredCollection collection)
    {
        if (_counts.Find(count => count.Collection == collection) is { } known)
        {
            return known;
        }

        _counts.Add(new Count(collection));
        return _counts[^1];
    }

    private sealed class Count(StoredCollection collection)
    {
        public StoredCollection Collection => collection;

        public long Removed { get; set; }

        public long Changed { get; set; }

        public long Left { get; set; }
    }
}
