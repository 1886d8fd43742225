using DealInsights.LoadTest.Load;

namespace DealInsights.LoadTest.Scenarios;

/// <summary>Deals whose overviews are not stored; each is handed out once. Safe for concurrent use.</summary>
internal sealed class FreshDeals(IReadOnlyList<string> deals)
{
    private int _taken;

    public int Remaining => Math.Max(0, deals.Count - Volatile.Read(ref _taken));

    /// <summary>Says that the deals ran out, where they did.</summary>
    public IEnumerable<string> Notes => Remaining > 0
        ? []
        : [$"All {deals.Count} fresh deals are used up; more of them make a longer run."];

    /// <summary>Returns the overview's address for the next deal; null when there is none left.</summary>
    public Uri? TakeNext(Uri service)
    {
        var position = Interlocked.Increment(ref _taken) - 1;
        return position < deals.Count ? DealEndpoint.Overview.AddressOf(service, deals[position]) : null;
    }

    public IReadOnlyList<Uri> Take(int count, Uri service) =>
        [.. Enumerable.Range(0, count).Select(_ => TakeNext(service)).OfType<Uri>()];
}
