using DealInsights.Domain.Meetings;
using DealInsights.Domain.Timelines;

namespace DealInsights.Domain.UnitTests.Meetings;

[TestFixture]
internal sealed class OverviewDigestTests
{
    private static readonly Meeting Kickoff = On(1, "We met.");
    private static readonly Meeting Demo = On(2, "We saw it.");

    private static IEnumerable<TestCaseData> Changes()
    {
        yield return new TestCaseData(Demo with { Transcript = "We saw it!" }).SetArgDisplayNames("transcript");
        yield return new TestCaseData(Demo with { Id = "m3" }).SetArgDisplayNames("identifier");
        yield return new TestCaseData(Demo with { Date = RecordedDate.FromText("2026-03-03") }).SetArgDisplayNames("date");
        yield return new TestCaseData(Demo with { Transcript = null }).SetArgDisplayNames("no transcript");
        yield return new TestCaseData(Demo with { Id = "m2We", Transcript = "saw it." }).SetArgDisplayNames("shifted text");
    }

    [TestCaseSource(nameof(Changes))]
    public void Of_WhenAMeetingChanges_Changes(Meeting changed) =>
        Assert.That(OverviewDigest.Of([Kickoff, changed]), Is.Not.EqualTo(OverviewDigest.Of([Kickoff, Demo])));

    [Test]
    public void Of_WhenNothingThatIsShownChanges_StaysTheSame() =>
        Assert.Multiple(() =>
        {
            var digest = OverviewDigest.Of([Kickoff, Demo]);
            Assert.That(digest, Does.Match("^[0-9a-f]{64}$"));
            Assert.That(OverviewDigest.Of([Demo, Kickoff]), Is.EqualTo(digest), "another order of arrival");
            Assert.That(OverviewDigest.Of([Kickoff, Demo with { Transcript = " We saw it.\n" }]), Is.EqualTo(digest), "white space around");
            Assert.That(OverviewDigest.Of([Kickoff, Demo, On(9, " ")]), Is.EqualTo(digest), "a meeting without text");
        });

    [Test]
    public void Of_WhenTheSeventhLatestMeetingChanges_StaysTheSame()
    {
        var latest = Enumerable.Range(10, 6).Select(day => On(day, $"day {day}")).ToList();

        Assert.That(OverviewDigest.Of([.. latest, Demo]), Is.EqualTo(OverviewDigest.Of([.. latest, Kickoff])));
    }

    [Test]
    public void Of_WhenTheMeetingsSwapTheirDates_Changes() =>
        Assert.That(
            OverviewDigest.Of([Kickoff with { Date = Demo.Date }, Demo with { Date = Kickoff.Date }]),
            Is.Not.EqualTo(OverviewDigest.Of([Kickoff, Demo])));

    [Test]
    public void Of_WithoutAnyText_IsNull() =>
        Assert.Multiple(() =>
        {
            Assert.That(OverviewDigest.Of([]), Is.Null);
            Assert.That(OverviewDigest.Of([On(1, null), On(2, " ")]), Is.Null);
        });

    private static Meeting On(int day, string? transcript) =>
        new($"m{day}", RecordedDate.FromText($"2026-03-{day:00}"), transcript);
}
