using AutoMapper;
using DealInsights.Application.Diagnostics;
using DealInsights.Application.Meetings;
using DealInsights.Domain.Insights;
using DealInsights.Domain.Stakeholders;
using MediatR;

namespace DealInsights.Application.Stakeholders.GetStakeholders;

/// <summary>Asks who is at the table and who of them may decide. An unknown deal has nobody at the table.</summary>
/// <param name="DealName">The deal's name exactly as the CRM spells it.</param>
public sealed record GetStakeholdersQuery(string? DealName) : IRequest<DealStakeholders>, IDealQuery;

internal sealed class GetStakeholdersQueryHandler(
    IMeetingRepository meetings, IDecisionMakerClassifier classifier, IMapper mapper)
    : IRequestHandler<GetStakeholdersQuery, DealStakeholders>
{
    private static readonly Dictionary<string, TitleJudgement> NothingJudged = [];

    public async Task<DealStakeholders> Handle(GetStakeholdersQuery request, CancellationToken cancellationToken)
    {
        var people = StakeholderList.DistinctPeople(
            await meetings.FindAttendeesAsync(request.DealName!, cancellationToken));
        var titles = StakeholderList.TitlesToJudge(people);

        Insight<IReadOnlyDictionary<string, TitleJudgement>>? judgements =
            titles.Count == 0 ? null : await classifier.ClassifyAsync(titles, cancellationToken);

        return new DealStakeholders(
            mapper.Map<IReadOnlyList<StakeholderSummary>>(
                StakeholderList.Arrange(people, judgements?.Value ?? NothingJudged)),
            judgements?.Source,
            judgements?.GeneratedAt);
    }
}
