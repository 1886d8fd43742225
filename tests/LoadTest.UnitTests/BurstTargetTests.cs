using DealInsights.LoadTest.Targets;

namespace DealInsights.LoadTest.UnitTests;

internal sealed class BurstTargetTests
{
    [TestCase(1, 1.999, Grade.Target)]
    [TestCase(1, 2, Grade.Acceptable)]
    [TestCase(1, 5, Grade.BeyondAcceptable)]
    [TestCase(1, 10, Grade.BeyondAcceptable)]
    [TestCase(1, 10.001, Grade.Slow)]
    [TestCase(3, 2.999, Grade.Target)]
    [TestCase(3, 6.999, Grade.Acceptable)]
    [TestCase(3, 15, Grade.BeyondAcceptable)]
    [TestCase(3, 15.001, Grade.Slow)]
    [TestCase(10, 4.999, Grade.Target)]
    [TestCase(10, 9.999, Grade.Acceptable)]
    [TestCase(10, 20, Grade.BeyondAcceptable)]
    [TestCase(10, 20.001, Grade.Slow)]
    public void GradeOf_OnBothSidesOfALimit_FollowsTheContract(int atOnce, double seconds, Grade expected) =>
        Assert.That(BurstTarget.For(atOnce)!.GradeOf(TimeSpan.FromSeconds(seconds)), Is.EqualTo(expected));

    [Test]
    public void For_WhenTheContractHasNoLimits_IsNull() => Assert.That(BurstTarget.For(100), Is.Null);
}
