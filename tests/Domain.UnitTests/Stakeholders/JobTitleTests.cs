using CsCheck;
using DealInsights.Domain.Stakeholders;

namespace DealInsights.Domain.UnitTests.Stakeholders;

[TestFixture]
internal sealed class JobTitleTests
{
    [TestCase("VP Operations", "vp operations")]
    [TestCase("  Head \t of\n IT ", "head of it")]
    [TestCase("Geschäftsführer", "geschäftsführer")]
    [TestCase("Staff\u0000Engineer", "staff engineer")]
    [TestCase("\u00a0", "")]
    [TestCase("", "")]
    public void Normalize_MakesEqualTitlesEqual(string title, string expected) =>
        Assert.That(JobTitle.Normalize(title), Is.EqualTo(expected));

    [Test]
    public void Normalize_WhenDoneTwice_ChangesNothingMore() =>
        Gen.String.Sample(title =>
        {
            var once = JobTitle.Normalize(title);
            Assert.That(JobTitle.Normalize(once), Is.EqualTo(once));
        });
}
