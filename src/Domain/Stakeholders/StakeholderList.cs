namespace DealInsights.Domain.Stakeholders;

/// <summary>Who is at the table, each person once, those who may decide first (contract, <c>get-stakeholders</c>).</summary>
public static class StakeholderList
{
    /// <summary>
    /// The people who attended, in the order in which they were first met, with the meetings of each; a meeting that
    /// lists somebody twice counts once. One person is one e-mail address, letter case aside; without an address, one
    /// name. Attendees of whom nothing is known are left out.
    /// </summary>
    public static IReadOnlyList<Presence> Presences(IEnumerable<Attendance> attendances) =>
    [
        .. attendances
            .Where(attendance => IsKnown(attendance.Attendee))
            .GroupBy(attendance => Identity(attendance.Attendee))
            .Select(person => new Presence(
                person.First().Attendee,
                person.Select(attendance => attendance.MeetingId).Distinct(StringComparer.Ordinal).Count(),
                person.Min(attendance => attendance.HeldAt),
                person.Max(attendance => attendance.HeldAt))),
    ];

    /// <summary>The normalized titles to judge, each once, in order of appearance; blank ones are not judged.</summary>
    public static IReadOnlyList<string> TitlesToJudge(IEnumerable<Attendee> people) =>
    [
        .. people
            .Select(person => JobTitle.Normalize(person.Title))
            .Where(title => title.Length > 0)
            .Distinct(StringComparer.Ordinal),
    ];

    /// <summary>
    /// Potential decision makers first, then by lower-cased name (ordinal); equal ones keep their order.
    /// </summary>
    /// <param name="people">Distinct people in the order in which they were met.</param>
    /// <param name="judgements">By normalized title. A person whose title is not in it has no judgement.</param>
    public static IReadOnlyList<Stakeholder> Arrange(
        IEnumerable<Presence> people, IReadOnlyDictionary<string, TitleJudgement> judgements) =>
    [
        .. people
            .Select(presence => new Stakeholder(presence, JudgementOf(presence.Person, judgements)))
            .OrderByDescending(stakeholder => stakeholder.Judgement?.MayDecide ?? false)
            .ThenBy(stakeholder => stakeholder.Presence.Person.Name.ToLowerInvariant(), StringComparer.Ordinal),
    ];

    private static TitleJudgement? JudgementOf(
        Attendee person, IReadOnlyDictionary<string, TitleJudgement> judgements) =>
        judgements.GetValueOrDefault(JobTitle.Normalize(person.Title));

    private static bool IsKnown(Attendee attendee) =>
        !(string.IsNullOrWhiteSpace(attendee.Name)
            && string.IsNullOrWhiteSpace(attendee.Email)
            && string.IsNullOrWhiteSpace(attendee.Title));

    private static (bool ByEmail, string Key) Identity(Attendee attendee) =>
        string.IsNullOrWhiteSpace(attendee.Email)
            ? (false, attendee.Name.Trim())
            : (true, attendee.Email.Trim().ToLowerInvariant());
}
