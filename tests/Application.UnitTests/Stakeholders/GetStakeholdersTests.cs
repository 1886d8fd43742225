using DealInsights.Application.Stakeholders.GetStakeholders;
using DealInsights.Domain.Deals;
using DealInsights.Domain.Insights;
using DealInsights.Domain.Stakeholders;
using Moq;

namespace DealInsights.Application.UnitTests.Stakeholders;

[TestFixture]
internal sealed class GetStakeholdersTests
{
    private static readonly DateTime HeldAt = new(2026, 3, 8, 0, 0, 0, DateTimeKind.Utc);

    private ApplicationUnderTest _application = null!;

    [SetUp]
    public void SetUp() => _application = new ApplicationUnderTest();

    [TearDown]
    public void TearDown() => _application.Dispose();

    [Test]
    public async Task Handle_JudgesAllDistinctTitlesInOneCall()
    {
        Attended(
            new Attendee("Bob", "bob@x.example", "Analyst"),
            new Attendee("Zoe", "zoe@x.example", "VP  Sales"),
            new Attendee("Ann", "ann@x.example", "vp sales"),
            new Attendee("Bob", "bob@x.example", "CEO"));
        _application.Classifier
            .Setup(port => port.ClassifyAsync(
                It.Is<IReadOnlyList<string>>(titles => titles.SequenceEqual(new[] { "analyst", "vp sales" })),
                It.IsAny<CancellationToken>()))
            .ReturnsAsync(new Insight<IReadOnlyDictionary<string, TitleJudgement>>(
                new Dictionary<string, TitleJudgement>
                {
                    ["analyst"] = TitleJudgement.ByModel(mayDecide: false, "analyst"),
                    ["vp sales"] = TitleJudgement.ByModel(mayDecide: true, "vice president"),
                },
                InsightSource.Model,
                DateTimeOffset.UnixEpoch));

        var answer = await _application.SendAsync(new GetStakeholdersQuery(DealReference.ByName("Acme")));

        Assert.That(
            answer?.Provenance, Is.EqualTo(new Provenance(HeldAt, DateTimeOffset.UnixEpoch, InsightSource.Model)));
        Assert.That(
            answer?.People.Select(person => (person.Presence.Person.Name, person.Judgement?.MayDecide)),
            Is.EqualTo(new (string, bool?)[] { ("Ann", true), ("Zoe", true), ("Bob", false) }));
        _application.Classifier.Verify(
            port => port.ClassifyAsync(It.IsAny<IReadOnlyList<string>>(), It.IsAny<CancellationToken>()), Times.Once);
    }

    [Test]
    public async Task Handle_WithoutTitles_AsksNobodyAndNamesNoSource()
    {
        Attended(new Attendee("Bob", "", ""), new Attendee("Ann", "", "  "));

        var answer = await _application.SendAsync(new GetStakeholdersQuery(DealReference.ByName("Acme")));

        Assert.That(answer?.Provenance, Is.Null);
        Assert.That(answer?.People.Select(person => person.Presence.Person.Name), Is.EqualTo(new[] { "Ann", "Bob" }));
        Assert.That(answer?.People.Select(person => person.Judgement), Is.All.Null);
        _application.Classifier.VerifyNoOtherCalls();
    }

    private void Attended(params Attendee[] attendees) =>
        _application.Meetings
            .Setup(port => port.FindAttendancesAsync("Acme", It.IsAny<CancellationToken>()))
            .ReturnsAsync([.. attendees.Select(attendee => new Attendance(attendee, "m1", HeldAt))]);
}
