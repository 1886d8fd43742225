namespace DealInsights.Infrastructure.Insights;

/// <summary>
/// The drafts of overviews that are being written while somebody reads along, by fingerprint: one each, however many
/// read it. Safe to use from many threads.
/// </summary>
internal sealed class OverviewDrafts
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Shared> _drafts = new(StringComparer.Ordinal);

    /// <summary>The draft with a fingerprint, begun if there is none. Kept until all who joined it have left.</summary>
    public Reading Join(string fingerprint)
    {
        lock (_gate)
        {
            if (!_drafts.TryGetValue(fingerprint, out var shared))
            {
                _drafts.Add(fingerprint, shared = new Shared());
            }

            shared.Readers++;

            return new Reading(this, fingerprint, shared.Draft);
        }
    }

    /// <summary>The draft with a fingerprint; <see langword="null"/> when nobody reads along.</summary>
    public Reading? TryJoin(string fingerprint)
    {
        lock (_gate)
        {
            return _drafts.ContainsKey(fingerprint) ? Join(fingerprint) : null;
        }
    }

    private void Leave(string fingerprint)
    {
        lock (_gate)
        {
            if (--_drafts[fingerprint].Readers == 0)
            {
                _drafts.Remove(fingerprint);
            }
        }
    }

    /// <summary>The part of one who joined. Dispose it once.</summary>
    internal sealed class Reading(OverviewDrafts drafts, string fingerprint, OverviewDraft draft) : IDisposable
    {
        public OverviewDraft Draft => draft;

        public void Dispose() => drafts.Leave(fingerprint);
    }

    private sealed class Shared
    {
        public OverviewDraft Draft { get; } = new();

        public int Readers { get; set; }
    }
}
