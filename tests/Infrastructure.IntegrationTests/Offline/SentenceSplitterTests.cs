using CsCheck;
using DealInsights.Infrastructure.Offline;

namespace DealInsights.Infrastructure.IntegrationTests.Offline;

[TestFixture]
internal sealed class SentenceSplitterTests
{
    [TestCase("One is here. Two is there! Is three?", "One is here.|Two is there!|Is three?")]
    [TestCase("It costs $12,345.50 a year. Too much.", "It costs $12,345.50 a year.|Too much.")]
    [TestCase("Use a tool, e.g. Jira, or not. Fine.", "Use a tool, e.g. Jira, or not.|Fine.")]
    [TestCase("Dr. Berg met Mr. J. Smith. They agreed.", "Dr. Berg met Mr. J. Smith.|They agreed.")]
    [TestCase("See example.com for v2.1 now. Good.", "See example.com for v2.1 now.|Good.")]
    [TestCase("We paid approx. ten dollars... maybe more. Yes.", "We paid approx. ten dollars... maybe more.|Yes.")]
    [TestCase("He said \"no.\" She left.", "He said \"no.\"|She left.")]
    [TestCase("Wait… What?! Really.", "Wait…|What?!|Really.")]
    [TestCase("我们决定购买。价格太高！好吗？", "我们决定购买。|价格太高！|好吗？")]
    [TestCase("Anna: Hello there. Bob Lee (Acme): Good day.", "Hello there.|Good day.")]
    [TestCase("[00:12:33] Anna Berg: Hello\n00:13 Speaker 2: Bye", "Hello|Bye")]
    [TestCase("水口 亜沙美: We decide in March.", "We decide in March.")]
    [TestCase("Anna: (laughs) He loves it. (sighs) Yes.", "He loves it.|Yes.")]
    [TestCase("Decision: we sign on Friday.", "Decision: we sign on Friday.")]
    [TestCase("Next steps: a pilot.", "Next steps: a pilot.")]
    [TestCase("a wrapped line\ngoes on here\n\nanother one", "a wrapped line goes on here|another one")]
    [TestCase("First line\r\nSecond line", "First line|Second line")]
    [TestCase("   ", "")]
    [TestCase("... !!! — 🙂", "")]
    public void Split_WhenTheTextHasSentences_FindsThem(string text, string expected) =>
        Assert.That(string.Join('|', SentenceSplitter.Split(text)), Is.EqualTo(expected));

    [Test]
    public void Split_WhenASentenceHasNoEnd_CutsItAtWords()
    {
        var pieces = SentenceSplitter.Split(string.Join(' ', Enumerable.Repeat("seventeen", 100)));

        Assert.That(pieces, Has.Count.EqualTo(4));
        Assert.That(string.Join(' ', pieces), Is.EqualTo(string.Join(' ', Enumerable.Repeat("seventeen", 100))));
    }

    [Test]
    public void Split_WhenALongSentenceHasACommaInItsSecondHalf_CutsAfterIt()
    {
        var text = new string('a', 200) + ", " + string.Join(' ', Enumerable.Repeat("word", 60));

        Assert.That(SentenceSplitter.Split(text)[0], Is.EqualTo(new string('a', 200) + ","));
    }

    [Test]
    public void Split_WhenThereIsNoPlaceToCut_SplitsNoSurrogatePair()
    {
        var pieces = SentenceSplitter.Split("a" + string.Concat(Enumerable.Repeat("🙂", 400)));

        Assert.That(
            pieces.Any(piece => char.IsLowSurrogate(piece[0]) || char.IsHighSurrogate(piece[^1])), Is.False);
    }

    [Test]
    public void Split_WhateverTheText_GivesBoundedSentencesInTheOrderInWhichTheyStand() =>
        Gen.OneOf(Gen.String, Gen.String[Gen.Char["aB .!?:,\n\r\t(1…。\ud83d\ude00"], 0, 2000]).Sample(text =>
        {
            var normalized = Normalized(text);
            var from = 0;
            foreach (var sentence in SentenceSplitter.Split(text))
            {
                from = normalized.IndexOf(Normalized(sentence), from, StringComparison.Ordinal);
                if (from < 0 || sentence.Length is 0 or > SentenceSplitter.MaxSentenceLength)
                {
                    return false;
                }

                from += sentence.Length;
            }

            return true;
        });

    [TestCase("Discussing price. Agreeing on a pi", "Discussing price.")]
    [TestCase("Discussing price. Agreeing.", "Discussing price. Agreeing.")]
    [TestCase("Discussing $1.5 milli", "")]
    [TestCase("", "")]
    public void EndOfLastFinishedSentence_WhenTheTextWasCutOff_IsWhereItStillMadeSense(string text, string expected) =>
        Assert.That(text[..SentenceSplitter.EndOfLastFinishedSentence(text)], Is.EqualTo(expected));

    private static string Normalized(string text) =>
        string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
