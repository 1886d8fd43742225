using DealInsights.Domain.Concerns;

namespace DealInsights.Domain.UnitTests.Concerns;

[TestFixture]
internal sealed class ConcernFlagTests
{
    [TestCase("Yes", true)]
    [TestCase(" true ", true)]
    [TestCase("Y", true)]
    [TestCase("1", true)]
    [TestCase("no", false)]
    [TestCase("FALSE", false)]
    [TestCase("0", false)]
    [TestCase("N/A", null)]
    [TestCase("", null)]
    [TestCase("Not really", null)]
    [TestCase("yes, but", null)]
    [TestCase("maybe", null)]
    public void Answer_OfText_IsOneOnlyWhereItCanMeanNothingElse(string text, bool? expected) =>
        Assert.That(ConcernFlag.Of(text).Answer, Is.EqualTo(expected));

    [TestCase(true)]
    [TestCase(false)]
    public void Answer_OfAnAnswer_IsIt(bool value) => Assert.That(ConcernFlag.Of(value).Answer, Is.EqualTo(value));
}
