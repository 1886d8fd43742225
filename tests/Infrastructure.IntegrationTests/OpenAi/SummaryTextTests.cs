using CsCheck;
using DealInsights.Infrastructure.OpenAi;

namespace DealInsights.Infrastructure.IntegrationTests.OpenAi;

[TestFixture]
internal sealed class SummaryTextTests
{
    [TestCase("  Discussing. \r\n", "Discussing.")]
    [TestCase("Summary: Discussing.", "Discussing.")]
    [TestCase("**Summary:** Discussing.", "Discussing.")]
    [TestCase("**Overview**: Discussing.", "Discussing.")]
    [TestCase("## Overview:\nDiscussing.", "Discussing.")]
    [TestCase("```\nDiscussing.\n```", "Discussing.")]
    [TestCase("```text\nDiscussing.\n```", "Discussing.")]
    [TestCase("\"Discussing.\"", "Discussing.")]
    [TestCase("“Discussing.”", "Discussing.")]
    [TestCase("\"Maybe\" was said, then \"no\"", "\"Maybe\" was said, then \"no\"")]
    [TestCase("One.  \n\n\n  Two.", "One.\nTwo.")]
    [TestCase("a\u0000b\u001b[31mc\u0085", "ab[31mc")]
    [TestCase("```\n```", "")]
    [TestCase("Summary:", "")]
    public void Clean_WhenTheModelWrapsItsText_Unwraps(string text, string expected) =>
        Assert.That(SummaryText.Clean(text), Is.EqualTo(expected));

    [Test]
    public void Clean_WhenTheModelNeverStops_CutsTheText() =>
        Assert.That(SummaryText.Clean(new string('a', 50_000)), Has.Length.EqualTo(SummaryText.MaxLength));

    [Test]
    public void Clean_WhateverTheText_LeavesNoControlCharacters() =>
        Gen.String.Sample(text =>
            SummaryText.Clean(text).All(character => character is '\n' or '\t' || !char.IsControl(character)));
}
