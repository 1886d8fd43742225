using CsCheck;
using DealInsights.Domain.Privacy;

namespace DealInsights.Domain.UnitTests.Privacy;

[TestFixture]
internal sealed class RedactionTests
{
    [TestCase("Write to ann.lee@example.com.", "Write to [email 1].")]
    [TestCase("<Ann.Lee+crm@mail.example.co.uk>; bob@b.org", "<[email 1]>; [email 2]")]
    [TestCase("jörg@müller.example, o'brien@x.ie", "[email 1], [email 2]")]
    [TestCase("ann@x.com and Ann@x.com and ann@x.com", "[email 1] and [email 2] and [email 1]")]
    [TestCase("The text was cut at ann@exam", "The text was cut at [email 1]")]
    [TestCase("The text was cut at ann@", "The text was cut at [email 1]")]
    [TestCase("at @mention, 5 @ 3 dollars, a@b c", null)]
    // Telephone numbers.
    [TestCase("Call +44 20 7946 0018.", "Call [phone 1].")]
    [TestCase("Call +44 (0)20 7946-0018, please", "Call [phone 1], please")]
    [TestCase("+14155550132", "[phone 1]")]
    [TestCase("0049 89 1234567", "[phone 1]")]
    [TestCase("+49-89-1234567/12", "[phone 1]")]
    [TestCase("Call (415) 555-0132 or 415.555.0132 or 1-415-555-0132 or 415 555 0132", "Call [phone 1] or [phone 2] or [phone 3] or [phone 4]")]
    [TestCase("(tel:415-555-0132)", "(tel:[phone 1])")]
    // Not telephone numbers.
    [TestCase("On 2026-01-05, 05/01/2026, 5.1.2026 and 2026-01-05T09:30:00+01:00", null)]
    [TestCase("$12,345.00, 1 234 567 €, $415 555 0132, +12.345.678, +1,234,567.00, 1.234.567,89", null)]
    [TestCase("+12 345 678 € more", null)]
    [TestCase("Acme_2026-01-05, Acme renewal_2026-01-05", null)]
    [TestCase("Zoom 823 4567 8901, ticket 4155550132, order #415-555-0132", null)]
    [TestCase("10.0.401, 192.168.100.200, 3.14159265358979", null)]
    [TestCase("1999-2003-2007", null)]
    [TestCase("+1 2 3", null)]
    // Card numbers.
    [TestCase("4111 1111 1111 1111", "[card 1]")]
    [TestCase("Visa 4111-1111-1111-1111, Amex 378282246310005.", "Visa [card 1], Amex [card 2].")]
    [TestCase("5555555555554444 2223003122003222 6011111111111117 30569309025904 3530111333300000", "[card 1] [card 2] [card 3] [card 4] [card 5]")]
    // Of wrong check digit, length or issuer.
    [TestCase("4111 1111 1111 1112", null)]
    [TestCase("41111111111111110000", null)]
    [TestCase("1234567812345670", null)]
    [TestCase("20260105123045, 20260105123045123, 1700000000000000", null)]
    // What somebody said in the form of a placeholder is not one.
    [TestCase("[email 1] is ann@x.com, [Email 2] is bob@x.com", "[email 1] is [email 3], [Email 2] is [email 4]")]
    [TestCase("", null)]
    public void Of_ATextPutsPlaceholdersForWhatIsPersonal(string text, string? expected)
    {
        var redaction = Redaction.Of([text]);

        Assert.That(redaction.Texts, Is.EqualTo([expected ?? text]));
        Assert.That(redaction.Restore(redaction.Texts[0]), Is.EqualTo(text));
    }

    [Test]
    public void Of_SeveralTexts_HasOnePlaceholderForTheSameInAll()
    {
        var redaction = Redaction.Of(["ann@x.com, bob@x.com", "+44 20 7946 0018 of bob@x.com", "[phone 1]"]);

        Assert.That(redaction.Texts, Is.EqualTo(["[email 1], [email 2]", "[phone 2] of [email 2]", "[phone 1]"]));
    }

    [TestCase("Asking [email 1] and [EMAIL 2].", "Asking ann@x.com and bob@x.com.")]
    [TestCase("[email 3] [phone 1] [email] [email 01]", "[email 3] [phone 1] [email] [email 01]")]
    public void Restore_OfWordsAboutTheTexts_PutsBackWhatWasGivenOut(string said, string expected) =>
        Assert.That(Redaction.Of(["ann@x.com", "bob@x.com"]).Restore(said), Is.EqualTo(expected));

    [TestCase("email 1] and [email 2", "ann@x.com and bob@x.com")]
    [TestCase("[email 1", "ann@x.com")]
    [TestCase("email 2]", "bob@x.com")]
    [TestCase("email 1", "email 1")]
    [TestCase("to [email 9", "to [email 9]")]
    public void RestoreQuote_WithoutTheBracketsAtItsEnds_PutsBackWhatWasSaid(string quote, string expected) =>
        Assert.That(Redaction.Of(["ann@x.com", "bob@x.com"]).RestoreQuote(quote), Is.EqualTo(expected));

    [Test]
    public void Restore_WhateverTheTexts_GivesThemBack() => Texts(between: "").Sample(texts =>
    {
        var redaction = Redaction.Of(texts);

        Assert.That(redaction.Texts.Select(redaction.Restore), Is.EqualTo(texts));
    });

    [Test]
    public void Of_WordsOfWhateverKind_LeavesNoneOfThosePersonal() => Texts(between: " ").Sample(texts =>
        Assert.That(Redaction.Of(texts).Texts, Has.None.Contains("@x.com").IgnoreCase.And.None.Contains("7946").And.None.Contains("1111 1111")));

    private static Gen<List<string>> Texts(string between)
    {
        string[] pieces =
            ["ann@x.com", "Ann@X.com", "@", ".", "+44 20 7946 0018", "(415) 555-0132", "4111 1111 1111 1111", "[email 1]", "[phone 2]", "x", "-", "é", "[", "]", "\n"];

        return Gen.OneOf(pieces.Select(piece => Gen.Const(piece)).ToArray())
            .List[0, 15]
            .Select(words => string.Join(between, words))
            .List[0, 4];
    }

    [Test]
    public void Of_LongTextsWithoutABlank_TakesNoTimeToSpeakOf()
    {
        var started = System.Diagnostics.Stopwatch.GetTimestamp();
        foreach (var unit in (string[])["a", "1", "a.", "1-", "+1", "(1", "@", "a@"])
        {
            Redaction.Of([string.Concat(Enumerable.Repeat(unit, 10_000))]);
        }

        // Milliseconds, unless the time grows with the square of the length.
        Assert.That(System.Diagnostics.Stopwatch.GetElapsedTime(started), Is.LessThan(TimeSpan.FromSeconds(20)));
    }
}
