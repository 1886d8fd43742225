using DealInsights.Application.Diagnostics;
using DealInsights.Application.Failures;
using DealInsights.Application.Meetings;
using DealInsights.Domain.Meetings;
using DealInsights.Infrastructure.OpenAi;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace DealInsights.Infrastructure.Insights;

/// <summary>Has the model write an overview, once for all who want it, in this process and in others.</summary>
internal sealed class OverviewGenerator(
    InsightMemory memory,
    InsightLeases leases,
    OverviewDrafts drafts,
    ChatMeetingSummarizer model,
    QuestionRedaction redactions,
    ModelMetrics metrics,
    LanguageModelStatus status,
    IServiceScopeFactory scopes,
    IOptions<SellerOptions> seller,
    IOptions<LanguageModelOptions> modelOptions,
    TimeProvider clock)
{
    /// <summary>The identity of the overview that is made from material with this digest today.</summary>
    public string FingerprintOf(string digest) =>
        Fingerprint.Of(redactions.VersionOf(Prompt.CompanyOverview), status.Name, status.Deployment!, seller.Value.Name, digest);

    /// <summary>
    /// The overview of a deal's meetings as they are now, from whoever asked the model for it first. It is in memory and
    /// in the store then. Who wants to read along joins the <see cref="OverviewDrafts"/> of the fingerprint before.
    /// </summary>
    /// <param name="dealName">The deal.</param>
    /// <param name="fingerprint">What the caller found that the overview should have.</param>
    /// <param name="cancellationToken">Gives up, and ends the work if nobody else waits for it.</param>
    /// <returns><see langword="null"/> when the meetings say too little to ask a model.</returns>
    /// <exception cref="LanguageModelException">There is no usable answer.</exception>
    /// <exception cref="Application.Failures.UpstreamUnavailableException">The meetings cannot be read.</exception>
    public async Task<StoredOverview?> GenerateAsync(
        string dealName, string fingerprint, CancellationToken cancellationToken)
    {
        var isMine = false;
        var remembered = await memory.GetOverviewAsync(
            fingerprint,
            token =>
            {
                isMine = true;
                return new ValueTask<RememberedOverview>(GenerateOnceAsync(dealName, fingerprint, token));
            },
            cancellationToken);
        if (!isMine)
        {
            metrics.RecordCoalesced(InsightKind.Overview);
        }

        return remembered.Overview;
    }

    private async Task<RememberedOverview> GenerateOnceAsync(
        string dealName, string fingerprint, CancellationToken cancellationToken)
    {
        var deadline = ModelDeadline.After(modelOptions.Value.Timeout, clock);
        while (true)
        {
            await using var lease = await leases.TakeFreeAsync([fingerprint], cancellationToken);
            // Whoever had the lease before may have been asking for the same.
            var stored = await memory.FindOverviewsAsync(dealName, cancellationToken);
            if (stored.FirstOrDefault(overview => overview.Fingerprint == fingerprint) is { } found)
            {
                return new RememberedOverview(found);
            }

            if (lease.Names.Count > 0)
            {
                return new RememberedOverview(await AskModelAsync(dealName, fingerprint, deadline, cancellationToken));
            }

            await leases.WaitAsync(deadline, cancellationToken);
        }
    }

    private async Task<StoredOverview?> AskModelAsync(
        string dealName, string fingerprint, ModelDeadline deadline, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var repository = scope.ServiceProvider.GetRequiredService<IMeetingRepository>();
        var meetings = await repository.FindForOverviewAsync(dealName, cancellationToken);
        var excerpts = OverviewMaterial.Choose(meetings);
        if (OverviewDigest.Of(meetings) is not { } digest || !OverviewMaterial.SaysEnough(excerpts))
        {
            return null;
        }

        var written = await WriteAsync(excerpts, fingerprint, deadline, cancellationToken);
        var overview = new StoredOverview(
            dealName,
            // Of what was read now: the meetings may have changed since the caller looked.
            FingerprintOf(digest),
            written.Summary,
            new InsightOrigin(
                status.Name,
                status.Deployment!,
                redactions.VersionOf(Prompt.CompanyOverview),
                written.InputTokens,
                written.OutputTokens,
                clock.GetUtcNow()));
        // It was paid for: kept even when the last who wanted it has just left.
        await memory.SaveAsync(overview, CancellationToken.None);
        if (await HaveChangedAsync(repository, dealName, digest))
        {
            await memory.ForgetAsync(overview, CancellationToken.None);
        }

        return overview;
    }

    /// <summary>
    /// Whether the meetings are others than those that the model was asked about: while it was thinking, the deal or
    /// somebody in it may have been removed. Whoever does that removes the overviews after the meetings, so they saw the
    /// one that was saved meanwhile, or this sees that the meetings are others.
    /// </summary>
    private static async Task<bool> HaveChangedAsync(IMeetingRepository meetings, string dealName, string digest)
    {
        try
        {
            return (await meetings.FindOverviewStateAsync(dealName, CancellationToken.None))?.Digest != digest;
        }
        catch (UpstreamUnavailableException)
        {
            // It was not saved either, or was paid for.
            return false;
        }
    }

    private async Task<ModelSummary> WriteAsync(
        IReadOnlyList<Excerpt> excerpts, string fingerprint, ModelDeadline deadline, CancellationToken cancellationToken)
    {
        // Until the end, so that those who come later find what was written for others who left.
        using var reading = drafts.TryJoin(fingerprint);
        try
        {
            return await model.SummarizeAsync(excerpts, reading?.Draft, deadline, cancellationToken);
        }
        catch (LanguageModelException)
        {
            reading?.Draft.Discard();

            throw;
        }
    }
}
