using CsCheck;
using DealInsights.Domain.Timelines;

namespace DealInsights.Domain.UnitTests.Timelines;

[TestFixture]
internal sealed class RecordedDateTests
{
    [TestCase("2026-01-05", "2026-01-05T00:00:00Z")]
    [TestCase("2026-01-05T09:30:00", "2026-01-05T09:30:00Z")]
    [TestCase("2026-01-05T09:30:00Z", "2026-01-05T09:30:00Z")]
    [TestCase("2026-01-05T09:30", "2026-01-05T09:30:00Z")]
    [TestCase("2026-01-05T09:30:00.25Z", "2026-01-05T09:30:00.25Z")]
    [TestCase("2026-01-05T09:30:00+02:00", "2026-01-05T07:30:00Z")]
    public void FromText_WhenADate_ReadsItAsUtcAndKeepsTheText(string text, string expected)
    {
        var date = RecordedDate.FromText(text);

        Assert.That(date.Text, Is.EqualTo(text));
        Assert.That(date.Instant, Is.EqualTo(DateTimeOffset.Parse(expected, null).UtcDateTime));
        Assert.That(date.Instant!.Value.Kind, Is.EqualTo(DateTimeKind.Utc));
    }

    [TestCase("")]
    [TestCase("   ")]
    [TestCase("last Tuesday")]
    [TestCase("05.01.2026")]
    [TestCase("01/05/2026")]
    [TestCase("2026-02-30")]
    [TestCase("2026-13-01")]
    [TestCase("2026-01-05T24:00:00")]
    [TestCase("2026-1-5")]
    [TestCase(" 2026-01-05")]
    [TestCase("20260105")]
    [TestCase("2026-01-05T09:30:00Zulu")]
    [TestCase("2026-01-05\n")]
    [TestCase("2026-01-05T09:30:00+15:00")]
    [TestCase("9999-12-31T23:59:59-01:00")]
    [TestCase("٢٠٢٦-٠١-٠٥")]
    public void FromText_WhenNoDate_KeepsTheTextAndHasNoInstant(string text)
    {
        var date = RecordedDate.FromText(text);

        Assert.That(date.Text, Is.EqualTo(text));
        Assert.That(date.Instant, Is.Null);
    }

    [Test]
    public void FromText_WhateverTheText_NeverThrowsAndKeepsIt() =>
        Gen.String.Sample(text => Assert.That(RecordedDate.FromText(text).Text, Is.EqualTo(text)));

    [Test]
    public void FromText_WhenGivenWhatFromInstantWrote_ReadsTheSameInstant() =>
        Gen.DateTime.Select(date => new DateTime(
            date.Ticks - (date.Ticks % TimeSpan.TicksPerMillisecond), DateTimeKind.Utc)).Sample(date =>
            Assert.That(RecordedDate.FromText(RecordedDate.FromInstant(date).Text).Instant, Is.EqualTo(date)));

    [TestCase("2026-01-05T09:30:00Z", "2026-01-05T09:30:00")]
    [TestCase("2026-01-05T09:30:00.120Z", "2026-01-05T09:30:00.12")]
    public void FromInstant_WritesIso8601WithoutZone(string instant, string expected) =>
        Assert.That(
            RecordedDate.FromInstant(DateTimeOffset.Parse(instant, null).UtcDateTime).Text, Is.EqualTo(expected));
}
