using System.Runtime.CompilerServices;
using AutoMapper;
using DealInsights.Application.Deals;
using DealInsights.Application.Diagnostics;
using DealInsights.Application.Meetings.GetCompanyOverview;
using DealInsights.Domain.Insights;
using DealInsights.Domain.Meetings;
using MediatR;

namespace DealInsights.Application.Meetings.FollowCompanyOverview;

/// <summary>
/// Asks what was said in the latest meetings of a deal, to read along while it is written. Answered
/// <see langword="null"/> when the deal is unknown. Otherwise nothing is asked of the model before the first step is
/// awaited, so the time of this query is that of finding the deal and its meetings; and a step may fail as the query
/// itself can.
/// </summary>
/// <param name="DealName">The deal's name exactly as the CRM spells it.</param>
public sealed record FollowCompanyOverviewQuery(string? DealName)
    : IRequest<IAsyncEnumerable<WritingStep<CompanyOverview>>?>, IDealQuery;

internal sealed class FollowCompanyOverviewQueryHandler(
    IDealRepository deals, IMeetingRepository meetings, IMeetingSummarizer summarizer, IMapper mapper)
    : IRequestHandler<FollowCompanyOverviewQuery, IAsyncEnumerable<WritingStep<CompanyOverview>>?>
{
    public async Task<IAsyncEnumerable<WritingStep<CompanyOverview>>?> Handle(
        FollowCompanyOverviewQuery request, CancellationToken cancellationToken)
    {
        var finding = deals.FindAsync(request.DealName!, cancellationToken);
        var digest = await meetings.FindOverviewDigestAsync(request.DealName!, cancellationToken);

        return await finding is null ? null : FollowAsync(request.DealName!, digest, cancellationToken);
    }

    private async IAsyncEnumerable<WritingStep<CompanyOverview>> FollowAsync(
        string dealName, string? digest, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (digest is null)
        {
            yield return new WritingStep<CompanyOverview>.Finished(Insight: null);
            yield break;
        }

        await foreach (var step in summarizer.FollowAsync(dealName, digest, cancellationToken))
        {
            yield return Map(step);
        }
    }

    private WritingStep<CompanyOverview> Map(WritingStep<Insight<MeetingSummary>> step) => step switch
    {
        WritingStep<Insight<MeetingSummary>>.Earlier earlier =>
            new WritingStep<CompanyOverview>.Earlier(mapper.Map<CompanyOverview>(earlier.Insight)),
        WritingStep<Insight<MeetingSummary>>.Draft draft =>
            new WritingStep<CompanyOverview>.Draft(draft.Position, draft.Words),
        WritingStep<Insight<MeetingSummary>>.Discarded => new WritingStep<CompanyOverview>.Discarded(),
        WritingStep<Insight<MeetingSummary>>.Finished finished =>
            new WritingStep<CompanyOverview>.Finished(mapper.Map<CompanyOverview?>(finished.Insight)),
        _ => throw new ArgumentOutOfRangeException(nameof(step), step, "No such step."),
    };
}
