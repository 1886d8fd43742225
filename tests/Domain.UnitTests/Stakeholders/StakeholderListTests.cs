using CsCheck;
using DealInsights.Domain.Stakeholders;

namespace DealInsights.Domain.UnitTests.Stakeholders;

[TestFixture]
internal sealed class StakeholderListTests
{
    // Few distinct values, so that people meet again often.
    private static readonly Gen<Attendee> AnyAttendee = Gen.Select(
        Gen.OneOf("", " ", "Ann", "ann", "Bob", "Çelik"),
        Gen.OneOf("", " ", "ann@x.example", "ANN@X.example", "bob@x.example"),
        Gen.OneOf("", "VP Sales", "vp  sales", "Analyst"),
        (name, email, title) => new Attendee(name, email, title));

    [Test]
    public void Presences_WhenAnEmailComesAgain_KeepsTheFirstOccurrence() =>
        Assert.That(
            DistinctPeople(
            [
                new Attendee("Ann", "ann@x.example", "Analyst"),
                new Attendee("Ann Lee", "ANN@x.example", "VP"),
            ]),
            Is.EqualTo(new[] { new Attendee("Ann", "ann@x.example", "Analyst") }));

    [Test]
    public void Presences_WithoutEmail_IsOnePerName() =>
        Assert.That(
            DistinctPeople(
            [
                new Attendee("Ann", "", "Analyst"),
                new Attendee("Ann", "ann@x.example", ""),
                new Attendee("Ann", "", "VP"),
                new Attendee("Bob", "", ""),
            ]),
            Is.EqualTo(new[]
            {
                new Attendee("Ann", "", "Analyst"),
                new Attendee("Ann", "ann@x.example", ""),
                new Attendee("Bob", "", ""),
            }));

    [Test]
    public void Presences_WhenNothingIsKnownOfSomebody_LeavesThemOut() =>
        Assert.That(DistinctPeople([new Attendee("", "", ""), new Attendee(" ", "", "\t")]), Is.Empty);

    [Test]
    public void Presences_WhateverTheAttendees_IsASubsequenceOfThemWithoutRepetition() =>
        AnyAttendee.List[0, 30].Sample(attendees =>
        {
            var people = DistinctPeople(attendees);
            var positions = people.Select(person => attendees.FindIndex(met => ReferenceEquals(met, person))).ToList();

            Assert.That(positions, Is.Ordered.Ascending.And.Unique);
            Assert.That(DistinctPeople(people), Is.EqualTo(people));
            Assert.That(
                people.Where(person => person.Email.Trim().Length > 0).Select(person => person.Email.Trim().ToUpperInvariant()),
                Is.Unique);
        });

    [Test]
    public void TitlesToJudge_NormalizesAndNamesEachOnceAndNoneBlank() =>
        Assert.That(
            StakeholderList.TitlesToJudge(
            [
                new Attendee("a", "", "VP  Sales"),
                new Attendee("b", "", ""),
                new Attendee("c", "", "vp sales"),
                new Attendee("d", "", "Analyst"),
            ]),
            Is.EqualTo(new[] { "vp sales", "analyst" }));

    [Test]
    public void Arrange_PutsDecisionMakersFirstThenSortsByLowerCasedName()
    {
        var arranged = Arrange(
            [
                new Attendee("bob", "1", "Analyst"),
                new Attendee("Zoe", "2", "VP Sales"),
                new Attendee("Ann", "3", ""),
                new Attendee("adam", "4", "vp sales"),
            ],
            Judged(("vp sales", true), ("analyst", false)));

        Assert.That(
            arranged.Select(person => (person.Presence.Person.Name, person.Judgement?.MayDecide)),
            Is.EqualTo(new (string, bool?)[] { ("adam", true), ("Zoe", true), ("Ann", null), ("bob", false) }));
    }

    [Test]
    public void Arrange_WhateverThePeople_LosesNobodyAndKeepsTheOrderOfEqualOnes() =>
        Gen.Select(AnyAttendee.List[0, 30], Gen.Bool).Sample((people, mayDecide) =>
        {
            var arranged = Arrange(people, Judged(("vp sales", mayDecide)));
            var expected = people
                .Select((person, position) => (person, position))
                .OrderBy(met => mayDecide && JobTitle.Normalize(met.person.Title) == "vp sales" ? 0 : 1)
                .ThenBy(met => met.person.Name.ToLowerInvariant(), StringComparer.Ordinal)
                .ThenBy(met => met.position)
                .Select(met => met.person);

            Assert.That(arranged.Select(stakeholder => stakeholder.Presence.Person), Is.EqualTo(expected));
        });

    private static IReadOnlyList<Attendee> DistinctPeople(IEnumerable<Attendee> attendees) =>
        [.. StakeholderList.Presences(attendees.Select(attendee => new Attendance(attendee, "m1", null))).Select(presence => presence.Person)];

    private static IReadOnlyList<Stakeholder> Arrange(
        IEnumerable<Attendee> people, IReadOnlyDictionary<string, TitleJudgement> judgements) =>
        StakeholderList.Arrange(people.Select(person => new Presence(person, 1, null, null)), judgements);

    private static Dictionary<string, TitleJudgement> Judged(params (string Title, bool MayDecide)[] titles) =>
        titles.ToDictionary(title => title.Title, title => TitleJudgement.ByModel(title.MayDecide, level: ""));
}
