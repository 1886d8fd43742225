using DealInsights.Application.Deals;
using DealInsights.Application.Meetings;
using DealInsights.Domain.Deals;
using DealInsights.Domain.Stakeholders;
using MediatR;

namespace DealInsights.Application.Stakeholders.GetStakeholders;

/// <summary>
/// Asks who is at the table, who of them may decide, and why. Returns <see langword="null"/> when no deal has the id; a
/// name without stored meetings has nobody at the table.
/// </summary>
public sealed record GetStakeholdersQuery(DealReference Deal) : IRequest<DealStakeholders?>, IDealQuery;

/// <summary>Who is at the table of a deal.</summary>
/// <param name="People">Potential decision makers first, then by name; may be empty.</param>
/// <param name="Provenance">
/// Where the judgements come from: the least trusted source and the oldest judgement among them;
/// <see langword="null"/> when there was no title to judge.
/// </param>
public sealed record DealStakeholders(IReadOnlyList<Stakeholder> People, Provenance? Provenance);

internal sealed class GetStakeholdersQueryHandler(
    IDealRepository deals, IMeetingRepository meetings, IDecisionMakerClassifier classifier)
    : IRequestHandler<GetStakeholdersQuery, DealStakeholders?>
{
    private static readonly Dictionary<string, TitleJudgement> NothingJudged = [];

    public async Task<DealStakeholders?> Handle(GetStakeholdersQuery request, CancellationToken cancellationToken)
    {
        if (await deals.FindNameAsync(request.Deal, cancellationToken) is not { } dealName)
        {
            return null;
        }

        var people = StakeholderList.Presences(await meetings.FindAttendancesAsync(dealName, cancellationToken));
        var titles = StakeholderList.TitlesToJudge(people.Select(presence => presence.Person));
        if (titles.Count == 0)
        {
            return new DealStakeholders(StakeholderList.Arrange(people, NothingJudged), Provenance: null);
        }

        var judgements = await classifier.ClassifyAsync(titles, cancellationToken);

        return new DealStakeholders(
            StakeholderList.Arrange(people, judgements.Value),
            new Provenance(people.Max(presence => presence.LastSeen), judgements.GeneratedAt, judgements.Source));
    }
}
