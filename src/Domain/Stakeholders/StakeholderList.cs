namespace DealInsights.Domain.Stakeholders;

/// <summary>Who is at the table, each person once, those who may decide first (contract, <c>get-stakeholders</c>).</summary>
public static class StakeholderList
{
    /// <summary>
    /// The people among <paramref name="attendees"/>, in the order in which they were first met. One person is one
    /// e-mail address, letter case aside; without an address, one name. Attendees of whom nothing is known are left out.
    /// </summary>
    public static IReadOnlyList<Attendee> DistinctPeople(IEnumerable<Attendee> attendees) =>
        [.. attendees.Where(IsKnown).DistinctBy(Identity)];

    /// <summary>
    /// The people of <see cref="DistinctPeople"/>, in the same order, with the meetings that each attended: a meeting
    /// that lists somebody twice counts once.
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
    /// <param name="judgements">By normalized title. A title that is not in it is judged false.</param>
    public static IReadOnlyList<Stakeholder> Arrange(
        IEnumerable<Attendee> people, IReadOnlyDictionary<string, TitleJudgement> judgements) =>
    [
        .. InOrder(
            people.Select(person => new Stakeholder(
                person.Name,
                person.Email,
                person.Title,
                JudgementOf(person, judgements)?.MayDecide ?? false)),
            stakeholder => stakeholder.PotentialDecisionMaker,
            stakeholder => stakeholder.Name),
    ];

    /// <summary>The same order of people whose meetings are known, each with the judgement of the title.</summary>
    /// <returns>A judgement is <see langword="null"/> for somebody without a title.</returns>
    public static IReadOnlyList<(Presence Presence, TitleJudgement? Judgement)> Arrange(
        IEnumerable<Presence> people, IReadOnlyDictionary<string, TitleJudgement> judgements) =>
    [
        .. InOrder(
            people.Select(presence => (Presence: presence, Judgement: JudgementOf(presence.Person, judgements))),
            judged => judged.Judgement?.MayDecide ?? false,
            judged => judged.Presence.Person.Name),
    ];

    private static TitleJudgement? JudgementOf(
        Attendee person, IReadOnlyDictionary<string, TitleJudgement> judgements) =>
        judgements.GetValueOrDefault(JobTitle.Normalize(person.Title));

    private static IOrderedEnumerable<T> InOrder<T>(
        IEnumerable<T> people, Func<T, bool> mayDecide, Func<T, string> name) => people
        .OrderByDescending(mayDecide)
        .ThenBy(person => name(person).ToLowerInvariant(), StringComparer.Ordinal);

    private static bool IsKnown(Attendee attendee) =>
        !(string.IsNullOrWhiteSpace(attendee.Name)
            && string.IsNullOrWhiteSpace(attendee.Email)
            && string.IsNullOrWhiteSpace(attendee.Title));

    private static (bool ByEmail, string Key) Identity(Attendee attendee) =>
        string.IsNullOrWhiteSpace(attendee.Email)
            ? (false, attendee.Name.Trim())
            : (true, attendee.Email.Trim().ToLowerInvariant());
}
