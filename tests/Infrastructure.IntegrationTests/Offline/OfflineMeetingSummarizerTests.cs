using CsCheck;
using DealInsights.Domain.Insights;
using DealInsights.Infrastructure.Offline;

namespace DealInsights.Infrastructure.IntegrationTests.Offline;

[TestFixture]
internal sealed class OfflineMeetingSummarizerTests
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
    public async Task SummarizeAsync_WhenASalesCallHasSignals_TellsTheDecisionAndBothSigns()
    {
        var insight = await new OfflineMeetingSummarizer().SummarizeAsync(SalesCall, CancellationToken.None);

        Assert.That(insight, Is.EqualTo(new Insight<string>(
            """
            The reporting dashboard is exactly what we need, the finance team was impressed by the demo.
            Honestly the price is a concern.
            We agreed internally to run a pilot of the reporting dashboard with the finance team in March.
            """,
            InsightSource.Offline)));
    }

    [Test]
    public void SummarizeAsync_WhenTheCallerGaveUp_SaysSo() =>
        Assert.That(
            () => new OfflineMeetingSummarizer().SummarizeAsync(SalesCall, new CancellationToken(canceled: true)),
            Throws.InstanceOf<OperationCanceledException>());

    [Test]
    public void Summarize_WhenASentenceIsRepeated_SaysItOnce()
    {
        var text = string.Join(' ', Enumerable.Repeat("The finance team wants the reporting dashboard.", 20));

        Assert.That(
            OfflineMeetingSummarizer.Summarize(text), Is.EqualTo("The finance team wants the reporting dashboard."));
    }

    [TestCase("🙂🙂🙂", "🙂🙂🙂")]
    [TestCase(" ... ", "...")]
    [TestCase("Yes.", "Yes.")]
    [TestCase("我们决定购买。", "我们决定购买。")]
    public void Summarize_WhenThereIsHardlyAnything_SaysThat(string text, string expected) =>
        Assert.That(OfflineMeetingSummarizer.Summarize(text), Is.EqualTo(expected));

    [Test]
    public void Summarize_WhenTheTextIsOneEndlessWord_StaysShort() =>
        Assert.That(
            OfflineMeetingSummarizer.Summarize(new string('a', 30 * SentenceSplitter.MaxSentenceLength)),
            Is.EqualTo(new string('a', SentenceSplitter.MaxSentenceLength)));

    [Test]
    public void Summarize_WhenTheTextHasNoPunctuation_TakesWholeWordsOfIt()
    {
        var words = Enumerable.Range(0, 1500).Select(number => $"word{number % 97}").ToArray();

        var summary = OfflineMeetingSummarizer.Summarize(string.Join(' ', words));

        Assert.That(summary.Split([' ', '\n']), Is.SubsetOf(words));
    }

    [Test]
    public void Summarize_WhateverTheText_SaysOnlyWhatWasSaidWithinItsLimitAndTheSameTwice() =>
        Gen.OneOf(Gen.String, Gen.String[Gen.Char["aeB .!?:,\n(1…。"], 0, 5000]).Where(text => !string.IsNullOrWhiteSpace(text)).Sample(text =>
        {
            var summary = OfflineMeetingSummarizer.Summarize(text);
            var said = Normalized(text);

            return summary.Length is > 0 and <= OfflineMeetingSummarizer.MaxLength
                && summary.Split('\n').All(line => said.Contains(Normalized(line), StringComparison.Ordinal))
                && summary == OfflineMeetingSummarizer.Summarize(text);
        });

    [Test]
    public void Summarize_WhenThereAreThousandsOfSentences_RanksABoundedNumberOfThem()
    {
        var text = string.Join(' ', Enumerable.Range(0, 3000).Select(n => $"Item{n} costs budget{n} money{n % 7}."));

        Assert.That(OfflineMeetingSummarizer.Summarize(text).Split('\n'), Has.Length.EqualTo(3));
    }

    private static string Normalized(string text) =>
        string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
