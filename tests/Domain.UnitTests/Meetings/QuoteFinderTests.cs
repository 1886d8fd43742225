using DealInsights.Domain.Meetings;
using DealInsights.Domain.Timelines;

namespace DealInsights.Domain.UnitTests.Meetings;

[TestFixture]
internal sealed class QuoteFinderTests
{
    private static readonly Meeting Late = new("late", RecordedDate.FromText("2026-03-09"), null);
    private static readonly Meeting Early = new("early", null, null);

    [TestCase("we agreed on a pilot", "We agreed - on a\n Pilot")]
    [TestCase("  \"We agreed on a pilot!\"  ", "We agreed - on a\n Pilot")]
    [TestCase("it’s too expensive", "It's too expensive")]
    [TestCase("价格太高", "价格太高")]
    [TestCase("café crème brûlée", "Café crème Brûlée")]
    [TestCase("🚀 launch party", "🚀 Launch party")]
    public void Find_WhenItWasSaid_GivesThePassageAsItWasWrittenDown(string quote, string passage)
    {
        var finder = Finder(
            "Tom: We agreed - on a\n Pilot, it's fine. It's too expensive! 我们觉得价格太高了。 Café crème Brûlée? 🚀 Launch party.");

        Assert.That(finder.Find(quote), Is.EqualTo(new Quote(passage, "late", Late.Date)));
    }

    [TestCase("we agreed on a contract", Description = "not said")]
    [TestCase("agreed to pilot", Description = "words left out")]
    [TestCase("a pil", Description = "too short")]
    [TestCase("the", Description = "proves nothing")]
    [TestCase("", Description = "nothing")]
    [TestCase("?!…", Description = "no letters")]
    [TestCase("greed on a pilot", Description = "begins within a word")]
    [TestCase("We agreed on a pil", Description = "ends within a word")]
    public void Find_WhenNobodySaidSo_FindsNothing(string quote) =>
        Assert.That(Finder("We agreed on a pilot, and the price is fine.").Find(quote), Is.Null);

    [Test]
    public void Find_WhenItIsACopyOfHalfTheTranscript_FindsNothing()
    {
        var transcript = string.Join(' ', Enumerable.Repeat("We agreed on a pilot.", 50));

        Assert.That(Finder(transcript).Find(transcript), Is.Null);
    }

    [TestCase(1, "late")]
    [TestCase(2, "early")]
    [TestCase(0, "late")]
    [TestCase(99, "late")]
    public void Find_WhenSeveralMeetingsHaveIt_LooksIntoTheNamedOneFirst(int number, string meeting)
    {
        var finder = new QuoteFinder(
            [new(Late, "We agreed on a pilot.", false), new(Early, "Again: we agreed on a pilot.", false)]);

        Assert.That(finder.Find("we agreed on a pilot", number)?.MeetingId, Is.EqualTo(meeting));
    }

    [Test]
    public void Find_WhenItOccursWithinAWordFirst_FindsTheWholeWords() =>
        Assert.That(
            Finder("unagreed on price, then agreed on price.").Find("agreed on price")?.Text, Is.EqualTo("agreed on price"));

    private static QuoteFinder Finder(string transcript) => new([new Excerpt(Late, transcript, IsCut: false)]);
}
