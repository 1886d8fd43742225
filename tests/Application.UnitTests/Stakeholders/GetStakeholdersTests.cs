using DealInsights.Application.Stakeholders.GetStakeholders;
using DealInsights.Domain.Insights;
using DealInsights.Domain.Stakeholders;
using Moq;

namespace DealInsights.Application.UnitTests.Stakeholders;

[TestFixture]
internal sealed class GetStakeholdersTests
{
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

        var answer = await _application.SendAsync(new GetStakeholdersQuery("Acme"));

        Assert.Multiple(() =>
        {
            Assert.That(answer.Source, Is.EqualTo(InsightSource.Model));
            Assert.That(answer.GeneratedAt, Is.EqualTo(DateTimeOffset.UnixEpoch));
            Assert.That(answer.People, Is.EqualTo(new[]
            {
                new StakeholderSummary("Ann", "ann@x.example", "vp sales", true),
                new StakeholderSummary("Zoe", "zoe@x.example", "VP  Sales", true),
                new StakeholderSummary("Bob", "bob@x.example", "Analyst", false),
            }));
        });
        _application.Classifier.Verify(
            port => port.ClassifyAsync(It.IsAny<IReadOnlyList<string>>(), It.IsAny<CancellationToken>()), Times.Once);
    }

    [Test]
    public async Task Handle_WithoutTitles_AsksNobodyAndNamesNoSource()
    {
        Attended(new Attendee("Bob", "", ""), new Attendee("Ann", "", "  "));

        var answer = await _application.SendAsync(new GetStakeholdersQuery("Acme"));

        Assert.Multiple(() =>
        {
            Assert.That(answer.Source, Is.Null);
            Assert.That(answer.GeneratedAt, Is.Null);
            Assert.That(answer.People.Select(person => person.Name), Is.EqualTo(new[] { "Ann", "Bob" }));
        });
        _application.Classifier.VerifyNoOtherCalls();
    }

    private void Attended(params Attendee[] attendees) =>
        _application.Meetings
            .Setup(port => port.FindAttendeesAsync("Acme", It.IsAny<CancellationToken>()))
            .ReturnsAsync(attendees);
}
