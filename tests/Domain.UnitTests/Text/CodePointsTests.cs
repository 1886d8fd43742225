using CsCheck;
using DealInsights.Domain.Text;

namespace DealInsights.Domain.UnitTests.Text;

[TestFixture]
internal sealed class CodePointsTests
{
    private static readonly Gen<string> AnyText = Gen.OneOf(
        Gen.String,
        // Astral characters and lone surrogates, which plain strings rarely have.
        Gen.OneOf(Gen.OneOf("😀", "𝒜", "é", "x"), Gen.OneOf("\ud83d", "\ude00")).List[0, 40].Select(string.Concat));

    [TestCase("😀😀😀", 2, "😀😀")]
    [TestCase("a😀b", 2, "a😀")]
    [TestCase("abc", 0, "")]
    public void Truncate_WhenTextIsLonger_CountsASurrogatePairAsOne(string text, int limit, string expected) =>
        Assert.That(CodePoints.Truncate(text, limit), Is.EqualTo(expected));

    [Test]
    public void Truncate_WhateverTheText_IsAPrefixThatSplitsNoPairAndCannotBeLonger() =>
        Gen.Select(AnyText, Gen.Int[0, 50]).Sample((text, limit) =>
        {
            var cut = CodePoints.Truncate(text, limit);

            Assert.That(text, Does.StartWith(cut).Using(StringComparison.Ordinal));
            Assert.That(Count(cut), Is.EqualTo(Math.Min(limit, Count(text))));
            Assert.That(
                cut.Length < text.Length && cut.Length > 0
                    && char.IsHighSurrogate(cut[^1]) && char.IsLowSurrogate(text[cut.Length]),
                Is.False);
        });

    [Test]
    public void Exceed_WhateverTheText_AgreesWithTruncate() =>
        Gen.Select(AnyText, Gen.Int[0, 50]).Sample((text, limit) =>
            Assert.That(CodePoints.Exceed(text, limit), Is.EqualTo(CodePoints.Truncate(text, limit).Length < text.Length)));

    // EnumerateRunes counts an unpaired surrogate as one, as the product does.
    private static int Count(string text) => text.EnumerateRunes().Count();
}
