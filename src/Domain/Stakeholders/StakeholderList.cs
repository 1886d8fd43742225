namespace DealInsights.Domain.Stakeholders;

/// <summary>Merges attendees to stakeholders and sorts them (contract, <c>get-stakeholders</c>).</summary>
public static class StakeholderList
{
    /// <summary>
    /// Returns the people who attended, in the order of their first meeting; a meeting that lists a person twice counts
    /// once. A person is identified by e-mail address, ignoring case, or else by name. Attendees without any data are left
    /// out.
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

    /// <summary>Returns the distinct normalized titles in order of appearance, without blank ones.</summary>
    public static IReadOnlyList<string> TitlesToJudge(IEnumerable<Attendee> people) =>
    [
        .. people
            .Select(person => JobTitle.Normalize(person.Title))
            .Where(title => title.Length > 0)
            .Distinct(StringComparer.Ordinal),
    ];

    /// <summary>
    /// Sorts potential decision makers first, then by lower-cased name (ordinal, stable).
    /// </summary>
    /// <param name="people">Distinct people in the order of their first meeting.</param>
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
