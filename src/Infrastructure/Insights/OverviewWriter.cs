using DealInsights.Application.Meetings;
using DealInsights.Domain.Meetings;
using DealInsights.Infrastructure.OpenAi;
using Microsoft.Extensions.DependencyInjection;

namespace DealInsights.Infrastructure.Insights;

/// <summary>A question for an overview.</summary>
/// <param name="DealName">The deal.</param>
/// <param name="Versions">Its meetings; not empty.</param>
/// <param name="Fingerprint">Of the author and of the meetings' metadata.</param>
internal sealed record OverviewQuestion(string DealName, IReadOnlyList<MeetingVersion> Versions, string Fingerprint);

/// <summary>Writes overviews, each once for all callers in this process and in others.</summary>
internal sealed class OverviewWriter(
    InsightCache cache,
    SavedInsights saved,
    LeasedWork leased,
    OverviewAuthor author,
    ModelMetrics metrics,
    IServiceScopeFactory scopes)
{
    /// <summary>Asks for the overview of a deal with these meetings.</summary>
    public OverviewQuestion Ask(string dealName, IReadOnlyList<MeetingVersion> versions) => new(
        dealName, versions, Fingerprint.Of("metadata", dealName, author.Version, OverviewDigest.OfVersions(versions)));

    /// <summary>Returns the overview, which simultaneous callers share; it is cached and stored.</summary>
    /// <param name="question">The question.</param>
    /// <param name="onStatement">
    /// Receives proven statements while they are written, if this caller is the first; may be <see langword="null"/>.
    /// </param>
    /// <param name="cancellationToken">Cancels the wait, and the work if no other caller waits for it.</param>
    /// <exception cref="LanguageModelException">The model gave no usable answer.</exception>
    /// <exception cref="Application.Failures.UpstreamUnavailableException">The meetings cannot be read.</exception>
    public async Task<StoredOverview?> WriteAsync(
        OverviewQuestion question, Action<SummaryStatement>? onStatement, CancellationToken cancellationToken)
    {
        var isFirst = false;
        var written = await cache.GetOrAddOverviewAsync(
            question.Fingerprint,
            token =>
            {
                isFirst = true;

                return WriteOnceAsync(question, onStatement, token);
            },
            cancellationToken);
        if (!isFirst)
        {
            metrics.RecordCoalesced(InsightKind.Overview);
        }

        return written.Overview;
    }

    /// <summary>
    /// Returns the stored overview under the question's fingerprint, if it was made from the same transcripts;
    /// <see langword="null"/> when they have changed.
    /// </summary>
    public async Task<StoredOverview?> TryAdoptAsync(
        OverviewQuestion question, StoredOverview stored, CancellationToken cancellationToken)
    {
        var content = await cache.GetOrAddContentAsync(
            question.Fingerprint,
            async token => ContentOf(await ReadAsync(question, token)),
            cancellationToken);
        if (content != stored.ContentFingerprint)
        {
            return null;
        }

        var adopted = stored with { Fingerprint = question.Fingerprint };
        await saved.AdoptAsync(adopted, cancellationToken);
        await cache.SetOverviewAsync(adopted, cancellationToken);

        return adopted;
    }

    /// <summary>Returns the offline overview that stands in for the model's.</summary>
    public async Task<StoredOverview?> WriteStandInAsync(OverviewQuestion question, CancellationToken cancellationToken)
    {
        var written = await cache.GetOrAddStandInAsync(
            question.Fingerprint,
            async token =>
            {
                var meetings = await ReadAsync(question, token);
                if (meetings.Count == 0)
                {
                    return new WrittenOverview(null);
                }

                var (summary, origin) = author.WriteOffline(OverviewMaterial.Choose(meetings));

                return new WrittenOverview(Describe(question, meetings, summary, origin));
            },
            cancellationToken);

        return written.Overview;
    }

    private Task<WrittenOverview> WriteOnceAsync(
        OverviewQuestion question, Action<SummaryStatement>? onStatement, CancellationToken cancellationToken)
    {
        var holder = LeasedWork.NewHolder();
        StoredOverview? stored = null;

        return leased.RunAsync(
            async token =>
            {
                (var isHeld, stored) = await saved.TakeOverviewLeaseAsync(question.DealName, holder, token);

                return isHeld;
            },
            () => saved.ReleaseOverviewLeaseAsync(question.DealName, holder),
            _ => Task.FromResult(stored?.Fingerprint == question.Fingerprint ? new WrittenOverview(stored) : null),
            (deadline, token) => WriteUnderLeaseAsync(question, stored, holder, onStatement, deadline, token),
            cancellationToken);
    }

    private async Task<(WrittenOverview Written, bool IsSaved)> WriteUnderLeaseAsync(
        OverviewQuestion question,
        StoredOverview? stored,
        string holder,
        Action<SummaryStatement>? onStatement,
        ModelDeadline deadline,
        CancellationToken cancellationToken)
    {
        if (stored?.Fingerprint == question.Fingerprint)
        {
            return (new WrittenOverview(stored), IsSaved: false);
        }

        var meetings = await ReadAsync(question, cancellationToken);
        if (meetings.Count == 0)
        {
            return (new WrittenOverview(null, MayBeKept: false), IsSaved: false);
        }

        var overview = stored?.ContentFingerprint == ContentOf(meetings)
            ? stored with { Fingerprint = question.Fingerprint }
            : await WriteAsync(question, meetings, onStatement, deadline, cancellationToken);
        // The model's overview was paid for; it comes back into use with the model.
        if (author.IsOffline && stored is { Origin.IsOffline: false })
        {
            return (new WrittenOverview(overview), IsSaved: false);
        }

        // Saved even when the last caller has just disconnected, because it was paid for.
        var isSaved = await saved.SaveAsync(overview, holder, CancellationToken.None);

        return (new WrittenOverview(overview, MayBeKept: isSaved), isSaved);
    }

    private async Task<StoredOverview> WriteAsync(
        OverviewQuestion question,
        IReadOnlyList<Meeting> meetings,
        Action<SummaryStatement>? onStatement,
        ModelDeadline deadline,
        CancellationToken cancellationToken)
    {
        var (summary, origin) = await author.WriteAsync(
            OverviewMaterial.Choose(meetings), onStatement, deadline, cancellationToken);

        return Describe(question, meetings, summary, origin);
    }

    private StoredOverview Describe(
        OverviewQuestion question, IReadOnlyList<Meeting> meetings, MeetingSummary summary, InsightOrigin origin) =>
        new(question.DealName, question.Fingerprint, ContentOf(meetings), summary, origin);

    private string ContentOf(IReadOnlyList<Meeting> meetings) =>
        Fingerprint.Of("content", author.Version, OverviewDigest.OfTranscripts(meetings));

    // In a scope of its own: callers share the work, and each may disconnect before it is done.
    private async Task<IReadOnlyList<Meeting>> ReadAsync(OverviewQuestion question, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();

        return await scope.ServiceProvider.GetRequiredService<IMeetingRepository>()
            .FindForOverviewAsync(question.DealName, question.Versions, cancellationToken);
    }
}
