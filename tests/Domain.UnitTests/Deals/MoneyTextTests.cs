using System.Globalization;
using DealInsights.Domain.Deals;

namespace DealInsights.Domain.UnitTests.Deals;

[TestFixture]
internal sealed class MoneyTextTests
{
    [TestCase("$12,345.00", "12345.00", "USD")]
    [TestCase("  $5 ", "5", "USD")]
    [TestCase("US$ 5.5", "5.5", "USD")]
    [TestCase("$5 USD", "5", "USD")]
    [TestCase("$5 CAD", "5", "CAD", Description = "the code tells which dollars")]
    [TestCase("CA$5", "5", "CAD")]
    [TestCase("-$1,000.50", "-1000.50", "USD")]
    [TestCase("$-7", "-7", "USD")]
    [TestCase("($7)", "-7", "USD")]
    [TestCase("€1.234,50", "1234.50", "EUR")]
    [TestCase("1.234.567 €", "1234567", "EUR")]
    [TestCase("EUR 99", "99", "EUR")]
    [TestCase("eur99", "99", "EUR")]
    [TestCase("1 234,50 zł", "1234.50", "PLN")]
    [TestCase("1\u00a0234\u00a0567 kr", "1234567", null, Description = "whose crowns it does not say")]
    [TestCase("1 234 kr SEK", null, null)]
    [TestCase("CHF 1'234.50", "1234.50", "CHF")]
    [TestCase("£20", "20", "GBP")]
    [TestCase("¥1,000,000", "1000000", "JPY")]
    [TestCase("₹12,345", "12345", "INR")]
    [TestCase("R$10,50", "10.50", "BRL")]
    [TestCase("12345", "12345", null)]
    [TestCase("12,345", "12345", null)]
    [TestCase("12.5", "12.5", null)]
    [TestCase("0", "0", null)]
    [TestCase("1.234", null, null, Description = "a thousand, or one and a bit")]
    [TestCase("1,23,456", null, null)]
    [TestCase("1,234.56.78", null, null)]
    [TestCase("1 23", null, null)]
    [TestCase("12k", null, null)]
    [TestCase("$", null, null)]
    [TestCase("5 to 7", null, null)]
    [TestCase("5-7", null, null)]
    [TestCase("($7", null, null)]
    [TestCase("5 XYZ", null, null)]
    [TestCase("€5 USD", null, null)]
    [TestCase("--5", null, null)]
    [TestCase("1e9", null, null)]
    [TestCase("", null, null)]
    [TestCase("99999999999999999999999999999999999999", null, null)]
    public void Read_TakesWhatCanMeanOneAmountOnly(string text, string? amount, string? currency) =>
        Assert.That(
            MoneyText.Read(text),
            Is.EqualTo(amount is null ? null : new Money(decimal.Parse(amount, CultureInfo.InvariantCulture), currency)));

    [TestCase("N/A", true)]
    [TestCase(" n/a ", true)]
    [TestCase("", true)]
    [TestCase("-", true)]
    [TestCase("0", false)]
    [TestCase("a lot", false)]
    public void SaysNone_TellsNoAmountFromAnUnreadableOne(string text, bool expected) =>
        Assert.That(MoneyText.SaysNone(text), Is.EqualTo(expected));
}
