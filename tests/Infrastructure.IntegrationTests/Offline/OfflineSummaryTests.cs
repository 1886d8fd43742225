using CsCheck;
using DealInsights.Domain.Meetings;
using DealInsights.Domain.Timelines;
using DealInsights.Infrastructure.Offline;

namespace DealInsights.Infrastructure.IntegrationTests.Offline;

[TestFixture]
internal sealed class OfflineSummaryTests
{
    private const string SalesCall =
        """
        Anna Berg: Hi everyone, can you hear me?
        Tom (Northwind): Yes, loud and clear. How was your weekend?
        Anna Berg: Great, thanks. Let me share the screen and show the reporting dashboard.
        Tom (Northwind): The reporting dashboard is exactly what we need, the finance team was impressed by the demo.
        Anna Berg: Good to hear. What about the price of $12,345.50 per year?
        Tom (Northwind): Honestly the price is a concern. Our budget is frozen until the end of the quarter.
        Anna Berg: Understood. We could start with a smaller rollout for the finance team.
        Tom (Northwind): That works. We agreed internally to run a pilot of the reporting dashboard with the finance team in March.
        Anna Berg: Perfect. Have a nice day!
        """;

    [Test]
    public void Of_WhenASalesCallHasSignals_TellsTheDecisionAndBothSignsAndWhereTheyWereSaid()
    {
        var meeting = new Meeting("m1", RecordedDate.FromText("2026-03-09"), SalesCall);

        var summary = OfflineSummary.Of([new Excerpt(meeting, SalesCall, IsCut: false)]);

        string[] sentences =
        [
            "The reporting dashboard is exactly what we need, the finance team was impressed by the demo.",
            "Honestly the price is a concern.",
            "We agreed internally to run a pilot of the reporting dashboard with the finance team in March.",
        ];
        Assert.That(summary.Statements.Select(statement => statement.Text), Is.EqualTo(sentences));
        Assert.That(
            summary.Statements.Select(statement => statement.Evidence.Single()),
            Is.EqualTo(sentences.Select(sentence => new Quote(sentence.TrimEnd('.'), "m1", meeting.Date))));
    }

    [Test]
    public void Pick_WhenASentenceIsRepeated_SaysItOnce()
    {
        var text = string.Join(' ', Enumerable.Repeat("The finance team wants the reporting dashboard.", 20));

        Assert.That(
            Summarize(text), Is.EqualTo("The finance team wants the reporting dashboard."));
    }

    [TestCase("🙂🙂🙂", "🙂🙂🙂")]
    [TestCase(" ... ", "...")]
    [TestCase("Yes.", "Yes.")]
    [TestCase("我们决定购买。", "我们决定购买。")]
    public void Pick_WhenThereIsHardlyAnything_SaysThat(string text, string expected) =>
        Assert.That(Summarize(text), Is.EqualTo(expected));

    [Test]
    public void Pick_WhenTheTextIsOneEndlessWord_StaysShort() =>
        Assert.That(
            Summarize(new string('a', 30 * SentenceSplitter.MaxSentenceLength)),
            Is.EqualTo(new string('a', SentenceSplitter.MaxSentenceLength)));

    [Test]
    public void Pick_WhenTheTextHasNoPunctuation_TakesWholeWordsOfIt()
    {
        var words = Enumerable.Range(0, 1500).Select(number => $"word{number % 97}").ToArray();

        var summary = Summarize(string.Join(' ', words));

        Assert.That(summary.Split([' ', '\n']), Is.SubsetOf(words));
    }

    [Test]
    public void Pick_WhateverTheText_SaysOnlyWhatWasSaidWithinItsLimitAndTheSameTwice() =>
        Gen.OneOf(Gen.String, Gen.String[Gen.Char["aeB .!?:,\n(1…。"], 0, 5000]).Where(text => !string.IsNullOrWhiteSpace(text)).Sample(text =>
        {
            var summary = Summarize(text);
            var said = Normalized(text);

            return summary.Length is > 0 and <= OfflineSummary.MaxLength
                && summary.Split('\n').All(line => said.Contains(Normalized(line), StringComparison.Ordinal))
                && summary == Summarize(text);
        });

    [Test]
    public void Pick_WhenThereAreThousandsOfSentences_RanksABoundedNumberOfThem()
    {
        var text = string.Join(' ', Enumerable.Range(0, 3000).Select(n => $"Item{n} costs budget{n} money{n % 7}."));

        Assert.That(Summarize(text).Split('\n'), Has.Length.EqualTo(3));
    }

    private static string Summarize(string text) => string.Join('\n', OfflineSummary.Pick(text));

    private static string Normalized(string text) =>
        string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
