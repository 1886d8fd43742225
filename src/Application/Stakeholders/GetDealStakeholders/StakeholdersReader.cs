using DealInsights.Application.Answers;
using DealInsights.Application.Meetings;
using DealInsights.Domain.Insights;
using DealInsights.Domain.Stakeholders;

namespace DealInsights.Application.Stakeholders.GetDealStakeholders;

/// <summary>Reads who is at the table, alone or as a part of all that is known of a deal.</summary>
internal sealed class StakeholdersReader(IMeetingRepository meetings, IDecisionMakerClassifier classifier)
{
    private static readonly Dictionary<string, TitleJudgement> NothingJudged = [];

    public async Task<PartReading<StakeholderAssessments>> BeginAsync(
        string dealName, CancellationToken cancellationToken)
    {
        var people = StakeholderList.Presences(await meetings.FindAttendancesAsync(dealName, cancellationToken));
        // Of what the answer is made from, so that nobody has to judge titles to find that it is still the same.
        var version = ContentVersion.Of(new { people, classifier.Version });

        return new PartReading<StakeholderAssessments>(version, token => JudgeAsync(people, version, token));
    }

    private async Task<Versioned<StakeholderAssessments>> JudgeAsync(
        IReadOnlyList<Presence> people, string version, CancellationToken cancellationToken)
    {
        var titles = StakeholderList.TitlesToJudge(people.Select(presence => presence.Person));
        Insight<IReadOnlyDictionary<string, TitleJudgement>>? judgements =
            titles.Count == 0 ? null : await classifier.ClassifyAsync(titles, cancellationToken);
        var provenance = judgements is null
            ? null
            : new Provenance(people.Max(presence => presence.LastSeen), judgements.GeneratedAt, judgements.Source);
        var arranged = StakeholderList.Arrange(people, judgements?.Value ?? NothingJudged);

        return new Versioned<StakeholderAssessments>(
            provenance is { IsSettled: false } ? null : version,
            new StakeholderAssessments(
                [.. arranged.Select(judged => new AssessedStakeholder(judged.Presence, judged.Judgement))],
                provenance));
    }
}
