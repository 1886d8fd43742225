using DealInsights.Application.Answers;
using DealInsights.Application.Concerns.GetDealConcerns;
using DealInsights.Application.Deals.GetDeal;
using DealInsights.Application.Diagnostics;
using DealInsights.Application.Failures;
using DealInsights.Application.Meetings.GetDealOverview;
using DealInsights.Application.Stakeholders.GetDealStakeholders;
using MediatR;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace DealInsights.Application.Deals.GetDealInsights;

/// <summary>
/// Asks for several parts of what is known of a deal at once. A part that is slow or broken says so and leaves the others
/// alone. Answered <see langword="null"/> when the deal is unknown.
/// </summary>
/// <param name="DealName">The deal's name exactly as the CRM spells it.</param>
/// <param name="Include">The parts by name, with commas between; <see langword="null"/> or blank for all.</param>
/// <param name="Known">The versions of the answer that the caller has.</param>
public sealed record GetDealInsightsQuery(string? DealName, string? Include, KnownVersions Known)
    : IRequest<Versioned<DealInsightParts>?>, IDealQuery;

internal sealed partial class GetDealInsightsQueryHandler(
    IDealRepository deals,
    DealReader dealReader,
    ConcernsReader concerns,
    OverviewReader overviews,
    StakeholdersReader stakeholders,
    IOptions<PartOptions> options,
    TimeProvider clock,
    ILogger<GetDealInsightsQueryHandler> logger)
    : IRequestHandler<GetDealInsightsQuery, Versioned<DealInsightParts>?>
{
    public async Task<Versioned<DealInsightParts>?> Handle(
        GetDealInsightsQuery request, CancellationToken cancellationToken)
    {
        var (name, wanted) = (request.DealName!, PartSelection.Read(request.Include)!.Value);
        using var deadline = new CancellationTokenSource(options.Value.PartTimeout, clock);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, deadline.Token);

        // All begin before any is waited for.
        var deal = Start(PartNames.Deal, token => dealReader.BeginAsync(name, token));
        var worries = Start(PartNames.Concerns, async token => await concerns.BeginAsync(name, token));
        var overview = Start(PartNames.Overview, async token => await overviews.BeginAsync(name, token));
        var people = Start(PartNames.Stakeholders, async token => await stakeholders.BeginAsync(name, token));
        IReadOnlyList<IPartRun> runs = [.. new IPartRun?[] { deal, worries, overview, people }.OfType<IPartRun>()];
        var beginning = Task.WhenAll(runs.Select(run => run.Beginning));

        if (await IsUnknownAsync(name, deal, cancellationToken, patience.Token))
        {
            await beginning;
            return null;
        }

        if (!request.Known.IsEmpty && VersionOf(await beginning) is { } today && request.Known.Contains(today))
        {
            return new Versioned<DealInsightParts>(today, null);
        }

        var (completingDeal, completingConcerns, completingOverview, completingPeople) =
            (CompleteAsync(deal), CompleteAsync(worries), CompleteAsync(overview), CompleteAsync(people));
        var parts = new DealInsightParts(
            await completingDeal, await completingConcerns, await completingOverview, await completingPeople);
        cancellationToken.ThrowIfCancellationRequested();
        ReportFailures(runs);

        return new Versioned<DealInsightParts>(VersionOf([.. runs.Select(run => run.Version)]), parts);

        PartRun<T>? Start<T>(PartNames part, Func<CancellationToken, Task<PartReading<T>?>> begin)
            where T : class =>
            wanted.HasFlag(part) ? new PartRun<T>(part, begin, cancellationToken, patience.Token) : null;
    }

    private async Task<bool> IsUnknownAsync(
        string dealName, PartRun<DealDetails>? deal, CancellationToken caller, CancellationToken deadline)
    {
        if (deal is not null)
        {
            await deal.Beginning;
            return deal.IsMissing;
        }

        try
        {
            return !await deals.ExistsAsync(dealName, deadline);
        }
        catch (Exception) when (!caller.IsCancellationRequested)
        {
            // Whatever is wrong, the parts that it concerns say so themselves.
            return false;
        }
    }

    private static async Task<InsightPart<T>?> CompleteAsync<T>(PartRun<T>? part)
        where T : class =>
        part is null ? null : await part.CompleteAsync();

    // One that has no version leaves the whole without.
    private static string? VersionOf(string?[] versions) =>
        versions.Contains(null) ? null : ContentVersion.Of(versions);

    /// <exception cref="UpstreamUnavailableException">There is not one part to answer with, and that is why.</exception>
    private void ReportFailures(IReadOnlyList<IPartRun> runs)
    {
        if (runs.All(run => run.Failure is not null)
            && runs.Select(run => run.Failure).OfType<UpstreamUnavailableException>().FirstOrDefault() is { } unavailable)
        {
            throw unavailable;
        }

        foreach (var run in runs)
        {
            switch (run.Failure)
            {
                case null:
                    break;
                case UpstreamUnavailableException unavailablePart:
                    LogUnavailable(run.Name, unavailablePart.Upstream, unavailablePart.InnerException?.Message);
                    break;
                case OperationCanceledException:
                    LogTimeout(run.Name, options.Value.PartTimeout.TotalSeconds);
                    break;
                default:
                    LogFailure(run.Name, run.Failure);
                    break;
            }
        }
    }

    [LoggerMessage(EventId = 1, EventName = "PartUnavailable", Level = LogLevel.Warning,
        Message = "Answered without {Part}: {Upstream} is not available: {Reason}")]
    private partial void LogUnavailable(PartNames part, string upstream, string? reason);

    [LoggerMessage(EventId = 2, EventName = "PartTimedOut", Level = LogLevel.Warning,
        Message = "Answered without {Part}: it took longer than {LimitSeconds} s")]
    private partial void LogTimeout(PartNames part, double limitSeconds);

    [LoggerMessage(EventId = 3, EventName = "PartFailed", Level = LogLevel.Error, Message = "Answered without {Part}")]
    private partial void LogFailure(PartNames part, Exception failure);
}
