using DealInsights.Domain.Stakeholders;

namespace DealInsights.Domain.UnitTests.Stakeholders;

[TestFixture]
internal sealed class PresenceTests
{
    private static readonly DateTime January = new(2026, 1, 5, 0, 0, 0, DateTimeKind.Utc);
    private static readonly DateTime March = new(2026, 3, 5, 0, 0, 0, DateTimeKind.Utc);

    [Test]
    public void Presences_CountEachMeetingOnceAndSpanItsDates()
    {
        var ann = new Attendee("Ann", "ann@x.example", "VP");
        var presences = StakeholderList.Presences(
        [
            new Attendance(ann, "1", March),
            new Attendance(new Attendee("Ann B.", "ANN@x.example", "CEO"), "1", March),
            new Attendance(new Attendee("Bob", "", ""), "1", null),
            new Attendance(new Attendee("Ann", "ann@x.example", ""), "2", January),
            new Attendance(new Attendee("Ann", "ann@x.example", ""), "3", null),
            new Attendance(new Attendee("", " ", ""), "3", null),
        ]);

        Assert.That(presences, Is.EqualTo(new[]
        {
            new Presence(ann, 3, January, March),
            new Presence(new Attendee("Bob", "", ""), 1, null, null),
        }));
    }
}
