using DealInsights.Domain.Meetings;
using DealInsights.Domain.Timelines;

namespace DealInsights.Domain.UnitTests.Meetings;

[TestFixture]
internal sealed class OverviewDigestTests
{
    private static readonly Meeting Kickoff = On(1, "We met.");
    private static readonly Meeting Demo = On(2, "We saw it.");
    private static readonly MeetingVersion KickoffVersion = new("m1", Kickoff.Date, null, 7);
    private static readonly MeetingVersion DemoVersion = new("m2", Demo.Date, new DateTime(2026, 3, 2), 10);

    private static IEnumerable<TestCaseData> Changes()
    {
        yield return new TestCaseData(Demo with { Transcript = "We saw it!" }).SetArgDisplayNames("transcript");
        yield return new TestCaseData(Demo with { Id = "m3" }).SetArgDisplayNames("identifier");
        yield return new TestCaseData(Demo with { Date = RecordedDate.FromText("2026-03-03") }).SetArgDisplayNames("date");
        yield return new TestCaseData(Demo with { Transcript = null }).SetArgDisplayNames("no transcript");
        yield return new TestCaseData(Demo with { Id = "m2We", Transcript = "saw it." }).SetArgDisplayNames("shifted text");
    }

    private static IEnumerable<TestCaseData> VersionChanges()
    {
        yield return new TestCaseData(DemoVersion with { Id = "m3" }).SetArgDisplayNames("identifier");
        yield return new TestCaseData(DemoVersion with { Date = RecordedDate.FromText("2026-03-03") }).SetArgDisplayNames("date");
        yield return new TestCaseData(DemoVersion with { LastUpdated = new DateTime(2026, 3, 3) }).SetArgDisplayNames("last update");
        yield return new TestCaseData(DemoVersion with { LastUpdated = null }).SetArgDisplayNames("no last update");
        yield return new TestCaseData(DemoVersion with { TranscriptLength = 11 }).SetArgDisplayNames("length");
    }

    [TestCaseSource(nameof(Changes))]
    public void OfTranscripts_WhenAMeetingChanges_Changes(Meeting changed) =>
        Assert.That(
            OverviewDigest.OfTranscripts([Kickoff, changed]), Is.Not.EqualTo(OverviewDigest.OfTranscripts([Kickoff, Demo])));

    [Test]
    public void OfTranscripts_WhenWhiteSpaceAroundItChanges_StaysTheSame() =>
        Assert.Multiple(() =>
        {
            var digest = OverviewDigest.OfTranscripts([Kickoff, Demo]);
            Assert.That(digest, Does.Match("^[0-9a-f]{64}$"));
            Assert.That(
                OverviewDigest.OfTranscripts([Kickoff, Demo with { Transcript = " We saw it.\n" }]), Is.EqualTo(digest));
        });

    [TestCaseSource(nameof(VersionChanges))]
    public void OfVersions_WhenAMeetingChanges_Changes(MeetingVersion changed) =>
        Assert.That(
            OverviewDigest.OfVersions([KickoffVersion, changed]),
            Is.Not.EqualTo(OverviewDigest.OfVersions([KickoffVersion, DemoVersion])));

    private static Meeting On(int day, string? transcript) =>
        new($"m{day}", RecordedDate.FromText($"2026-03-{day:00}"), transcript);
}
