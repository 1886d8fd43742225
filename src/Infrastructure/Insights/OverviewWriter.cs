using DealInsights.Application.Meetings;
using DealInsights.Domain.Insights;
using DealInsights.Domain.Meetings;
using DealInsights.Infrastructure.OpenAi;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

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
    IOverviewAuthor author,
    OfflineOverviewAuthor offline,
    ModelMetrics metrics,
    IServiceScopeFactory scopes,
    IOptions<InsightOptions> options,
    IOptions<LanguageModelOptions> modelOptions,
    TimeProvider clock)
{
    private static readonly TimeSpan LookAgain = TimeSpan.FromMilliseconds(100);

    private readonly TimeProvider _clock = clock;

    /// <summary>Asks for the overview of a deal with these meetings.</summary>
    public OverviewQuestion Ask(string dealName, IReadOnlyList<MeetingVersion> versions) => new(
        dealName, versions, Fingerprint.Of("metadata", author.Version, OverviewDigest.OfVersions(versions)));

    /// <summary>Whether the offline rules write all overviews, since no model is configured.</summary>
    public bool IsOffline => author.Source == InsightOrigin.Offline;

    /// <summary>Returns the overview, which the first caller has written, cached and stored.</summary>
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

                var (summary, origin) = offline.Write(OverviewMaterial.Choose(meetings));

                return new WrittenOverview(Describe(question, meetings, summary, origin));
            },
            cancellationToken);

        return written.Overview;
    }

    private async Task<WrittenOverview> WriteOnceAsync(
        OverviewQuestion question, Action<SummaryStatement>? onStatement, CancellationToken cancellationToken)
    {
        var deadline = ModelDeadline.After(modelOptions.Value.Timeout, _clock);
        var holder = LeaseRenewal.NewHolder();
        while (true)
        {
            var lease = await TakeLeaseAsync(question, holder, cancellationToken);
            if (lease.IsHeld)
            {
                return await WriteUnderLeaseAsync(question, lease.Stored, holder, onStatement, deadline, cancellationToken);
            }

            if (lease.Stored?.Fingerprint == question.Fingerprint)
            {
                return new WrittenOverview(lease.Stored);
            }

            if (deadline.Left <= LookAgain)
            {
                throw new LanguageModelException(ModelFailure.Timeout);
            }

            await Task.Delay(LookAgain, _clock, cancellationToken);
        }
    }

    private Task<OverviewLease> TakeLeaseAsync(
        OverviewQuestion question, string holder, CancellationToken cancellationToken) =>
        saved.TakeOverviewLeaseAsync(question.DealName, holder, options.Value.LeaseDuration, cancellationToken);

    private async Task<WrittenOverview> WriteUnderLeaseAsync(
        OverviewQuestion question,
        StoredOverview? stored,
        string holder,
        Action<SummaryStatement>? onStatement,
        ModelDeadline deadline,
        CancellationToken cancellationToken)
    {
        var isSaved = false;
        try
        {
            if (stored?.Fingerprint == question.Fingerprint)
            {
                return new WrittenOverview(stored);
            }

            await using var renewal = LeaseRenewal.Start(
                token => TakeLeaseAsync(question, holder, token), options.Value.LeaseDuration, _clock);
            var meetings = await ReadAsync(question, cancellationToken);
            if (meetings.Count == 0)
            {
                return new WrittenOverview(null, MayBeKept: false);
            }

            var overview = stored?.ContentFingerprint == ContentOf(meetings)
                ? stored with { Fingerprint = question.Fingerprint }
                : await WriteAsync(question, meetings, onStatement, deadline, cancellationToken);
            // The model's overview was paid for; it comes back into use with the model.
            if (IsOffline && stored is { Origin.IsOffline: false })
            {
                return new WrittenOverview(overview);
            }

            // Saved even when the last caller has just left, because it was paid for.
            isSaved = await saved.SaveAsync(overview, holder, CancellationToken.None);

            return new WrittenOverview(overview, MayBeKept: isSaved);
        }
        finally
        {
            if (!isSaved)
            {
                await saved.ReleaseOverviewLeaseAsync(question.DealName, holder);
            }
        }
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

    // In a scope of its own: callers share the work, and each may leave before it is done.
    private async Task<IReadOnlyList<Meeting>> ReadAsync(OverviewQuestion question, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();

        return await scope.ServiceProvider.GetRequiredService<IMeetingRepository>()
            .FindForOverviewAsync(question.DealName, question.Versions, cancellationToken);
    }
}
