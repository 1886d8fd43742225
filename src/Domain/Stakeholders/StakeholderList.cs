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
    /// <param name="judgements">Normalized title to "may decide". A title that is not in it is judged false.</param>
    public static IReadOnlyList<Stakeholder> Arrange(
        IEnumerable<Attendee> people, IReadOnlyDictionary<string, bool> judgements) =>
    [
        .. people
            .Select(person => new Stakeholder(
                person.Name,
                person.Email,
                person.Title,
                judgements.GetValueOrDefault(JobTitle.Normalize(person.Title))))
            .OrderByDescending(stakeholder => stakeholder.PotentialDecisionMaker)
            .ThenBy(stakeholder => stakeholder.Name.ToLowerInvariant(), StringComparer.Ordinal),
    ];

    private static bool IsKnown(Attendee attendee) =>
        !(string.IsNullOrWhiteSpace(attendee.Name)
            && string.IsNullOrWhiteSpace(attendee.Email)
            && string.IsNullOrWhiteSpace(attendee.Title));

    private static (bool ByEmail, string Key) Identity(Attendee attendee) =>
        string.IsNullOrWhiteSpace(attendee.Email)
            ? (false, attendee.Name.Trim())
            : (true, attendee.Email.Trim().ToLowerInvariant());
}
