using CsCheck;
using DealInsights.Domain.Privacy;

namespace DealInsights.Domain.UnitTests.Privacy;

[TestFixture]
internal sealed class PersonAddressTests
{
    private const string Ann = "ann.lee@example.com";

    [TestCase("ann@example.com", "ann@example.com")]
    [TestCase("  Ann.Lee+crm@Example.co.uk ", "Ann.Lee+crm@Example.co.uk")]
    [TestCase("o'brien@example.com", "o'brien@example.com")]
    [TestCase("jörg@müller.example", "jörg@müller.example")]
    [TestCase(null, null)]
    [TestCase("", null)]
    [TestCase("ann", null)]
    [TestCase("@example.com", null)]
    [TestCase("ann@", null)]
    [TestCase("ann@example", null)]
    [TestCase("ann@.com", null)]
    [TestCase("ann@example.", null)]
    [TestCase("ann@b@example.com", null)]
    [TestCase("ann lee@example.com", null)]
    [TestCase("ann\0@example.com", null)]
    [TestCase("<ann@example.com>", null)]
    [TestCase("ann@example.com,bob@example.com", null)]
    public void Read_TakesOneAddressAndNothingElse(string? text, string? expected) =>
        Assert.That(PersonAddress.Read(text)?.Value, Is.EqualTo(expected));

    [Test]
    public void Read_OfMoreThanAnAddressMayHave_IsNone()
    {
        var longest = $"{new string('a', PersonAddress.MaxLength - "@example.com".Length)}@example.com";

        Assert.That(PersonAddress.Read(longest), Is.Not.Null);
        Assert.That(PersonAddress.Read($"a{longest}"), Is.Null);
    }

    [TestCase("ann.lee@example.com", "[removed]")]
    [TestCase("Write to ANN.LEE@Example.COM.", "Write to [removed].")]
    [TestCase("<ann.lee@example.com>, (ann.lee@example.com)", "<[removed]>, ([removed])")]
    [TestCase("mailto:ann.lee@example.com?subject=x", "mailto:[removed]?subject=x")]
    [TestCase("'ann.lee@example.com'", "'[removed]'")]
    [TestCase("ann.lee@example.com\nann.lee@example.com", "[removed]\n[removed]")]
    [TestCase("and ann.lee@example.com... yes", "and [removed]... yes")]
    // Others' addresses, in which this one is only a part.
    [TestCase("joann.lee@example.com", null)]
    [TestCase("mary-ann.lee@example.com", null)]
    [TestCase("ann.lee@example.com.au", null)]
    [TestCase("ann.lee@example.company", null)]
    [TestCase("ann.lee@example.com-news.org", null)]
    [TestCase("joann.lee@example.com, ann.lee@example.com", "joann.lee@example.com, [removed]")]
    [TestCase("ann lee at example.com", null)]
    [TestCase("", null)]
    public void RemoveFrom_TakesOutTheAddressAndNoOther(string text, string? expected)
    {
        var ann = PersonAddress.Read(Ann)!;

        Assert.That(ann.RemoveFrom(text), Is.EqualTo(expected ?? text));
        Assert.That(ann.IsIn(text), Is.EqualTo(expected is not null));
    }

    [Test]
    public void RemoveFrom_WhateverTheText_LeavesNoneAndTheRestAsItWas()
    {
        var ann = PersonAddress.Read(Ann)!;
        var piece = Gen.OneOf(Gen.String, Gen.OneOf(Gen.Const(Ann), Gen.Const(Ann.ToUpperInvariant()), Gen.Const(" "), Gen.Const("."), Gen.Const("x"), Gen.Const("@")));

        piece.List[0, 12].Select(string.Concat).Sample(text =>
        {
            var removed = ann.RemoveFrom(text);

            Assert.That(ann.IsIn(removed), Is.False, text);
            // What is left is the text without some of the addresses, in its order.
            var rest = removed.Split(PersonAddress.Placeholder);
            var from = 0;
            foreach (var part in rest)
            {
                var found = text.IndexOf(part, from, StringComparison.Ordinal);
                Assert.That(found, Is.GreaterThanOrEqualTo(from), text);
                from = found + part.Length;
            }
        });
    }
}
