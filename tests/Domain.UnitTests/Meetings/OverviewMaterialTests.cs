using CsCheck;
using DealInsights.Domain.Meetings;
using DealInsights.Domain.Timelines;

namespace DealInsights.Domain.UnitTests.Meetings;

[TestFixture]
internal sealed class OverviewMaterialTests
{
    private static readonly Gen<Meeting> AnyMeeting = Gen.Select(
        Gen.Int[0, 30],
        Gen.OneOf(
            Gen.Const((RecordedDate?)null),
            Gen.Const((RecordedDate?)RecordedDate.FromText("last Tuesday")),
            Gen.Int[1, 28].Select(day => (RecordedDate?)RecordedDate.FromText($"2026-02-{day:00}"))),
        Gen.OneOf(Gen.Const((string?)null), Gen.Const((string?)"  "), Gen.String[1, 3_000].Select(text => (string?)text)),
        (id, date, transcript) => new Meeting($"m{id:00}", date, transcript));

    [Test]
    public void ChooseMeetings_WhateverTheMeetings_TakesTheLatestSixUnreadableDatesLast() =>
        AnyMeeting.List[0, 20].Sample(meetings =>
        {
            var chosen = OverviewMaterial.ChooseMeetings(meetings);
            var withText = meetings.Where(meeting => !string.IsNullOrWhiteSpace(meeting.Transcript)).ToList();
            var left = withText.Except(chosen, ReferenceEqualityComparer.Instance).Cast<Meeting>().ToList();

            Assert.That(chosen, Is.SubsetOf(withText));
            Assert.That(chosen, Has.Count.EqualTo(Math.Min(6, withText.Count)));
            Assert.That(chosen.Select(DateOf), Is.Ordered.Descending);
            Assert.That(left.Where(meeting => chosen.Any(taken => DateOf(taken) < DateOf(meeting))), Is.Empty);
        });

    [Test]
    public void ChooseMeetings_WhateverTheOrderTheyComeIn_ChoosesTheSame() =>
        Gen.Select(AnyMeeting.List[0, 15], Gen.Int).Sample((meetings, seed) =>
        {
            var distinct = meetings.DistinctBy(meeting => meeting.Id).ToList();
            var shuffled = distinct.ToArray();
            new Random(seed).Shuffle(shuffled);

            Assert.That(OverviewMaterial.ChooseMeetings(shuffled), Is.EqualTo(OverviewMaterial.ChooseMeetings(distinct)));
        });

    [Test]
    public void Compose_WhenALatestMeetingHasNoText_TakesAnOlderOneInItsPlace()
    {
        var meetings = Enumerable.Range(1, 7).Select(day => On(day, $"day {day}")).ToList();
        meetings[6] = On(7, "  ");
        meetings[5] = On(6, null);

        Assert.That(Composed([.. meetings]), Is.EqualTo("day 5 day 4 day 3 day 2 day 1"));
    }

    [Test]
    public void Compose_TrimsAndJoinsByOneSpaceLatestFirst() =>
        Assert.That(
            Composed(On(1, " first \n"), On(2, "\tsecond")), Is.EqualTo("second first"));

    [Test]
    public void Compose_WhenTheCutFallsIntoAPair_KeepsThePairWhole()
    {
        var text = new string('a', 9_999) + "😀" + "b";

        Assert.That(Composed(On(1, text)), Is.EqualTo(new string('a', 9_999) + "😀"));
    }

    [Test]
    public void Choose_WhenTheTextsAreLongerThanAllowed_CutsTheOldestThatStillFits()
    {
        var excerpts = OverviewMaterial.Choose(
            [On(3, new string('c', 4_000)), On(2, new string('b', 7_000)), On(1, new string('a', 10))]);

        Assert.That(
            excerpts.Select(excerpt => (excerpt.Meeting.Id, excerpt.Text.Length, excerpt.IsCut)),
            Is.EqualTo(new[] { ("m3", 4_000, false), ("m2", 5_999, true) }));
    }

    [TestCase("2026-03-05", "Acme_2026-01-01", "2026-03-05")]
    [TestCase("last Tuesday", "Acme_2026-01-01", "2026-01-01")]
    [TestCase(null, "Acme_2026-01-01", "2026-01-01")]
    [TestCase(null, "_2026-01-01", "2026-01-01")]
    [TestCase(null, "2026-01-01", null)]
    [TestCase(null, "Acme-2026-01-01", null)]
    [TestCase(null, "Acme_2026-13-01", null)]
    [TestCase(null, "Acme_2026-01-01 ", null)]
    [TestCase(null, "", null)]
    public void HeldAt_TakesTheDateElseTheDayInTheIdentifier(string? date, string id, string? expected) =>
        Assert.That(
            OverviewMaterial.HeldAt(id, date is null ? null : RecordedDate.FromText(date)),
            Is.EqualTo(expected is null ? null : RecordedDate.FromText(expected).Instant));

    [TestCase("Hello, can you hear me?", false)]
    [TestCase("We agreed on a pilot for March.", true)]
    [TestCase("1 2 3 4 5 6 7 8 9 10 11 12 13 14 15", true)]
    [TestCase("... --- ... --- ... --- ... --- ...", false)]
    [TestCase("我们同意三月开始试点并且在五月份之前决定价格问题", true)]
    public void SaysEnough_CountsLettersAndDigits(string transcript, bool saysEnough) =>
        Assert.That(OverviewMaterial.SaysEnough(OverviewMaterial.Choose([On(1, transcript)])), Is.EqualTo(saysEnough));

    private static string Composed(params Meeting[] meetings) =>
        OverviewMaterial.Compose(OverviewMaterial.Choose(meetings));

    private static Meeting On(int day, string? transcript) =>
        new($"m{day}", RecordedDate.FromText($"2026-03-{day:00}"), transcript);

    private static DateTime DateOf(Meeting meeting) => meeting.Date?.Instant ?? DateTime.MinValue;
}
