using DealInsights.Infrastructure.Offline;

namespace DealInsights.Infrastructure.IntegrationTests.Offline;

[TestFixture]
internal sealed class TextRankTests
{
    [Test]
    public void Score_WhenOneSentenceSharesWordsWithAllOthers_RanksItFirst()
    {
        var scores = TextRank.Score([Words("price rollout"), Words("price rollout team"), Words("team lunch"), Words("weather")]);

        Assert.That(scores[1], Is.EqualTo(1.0));
        Assert.That(scores[0], Is.GreaterThan(0).And.LessThan(1));
        Assert.That(scores[3], Is.Zero);
    }

    [Test]
    public void Score_WhenNoWordIsShared_IsZeroForAll() =>
        Assert.That(TextRank.Score([Words("one"), Words("two"), Words("")]), Is.All.Zero);

    [Test]
    public void Score_WhenThereAreNoSentences_IsEmpty() => Assert.That(TextRank.Score([]), Is.Empty);

    // 2 / (ln 3 + ln 3), 1 / (ln 3 + ln 5)
    [TestCase(2, 2, 2, 0.9102)]
    [TestCase(1, 2, 4, 0.3693)]
    [TestCase(1, 1, 1, 0.7213)]
    [TestCase(0, 1, 1, 0)]
    public void Similarity_WhenWordsAreShared_GrowsWithThemAndShrinksWithLength(
        int shared, int one, int other, double expected) =>
        Assert.That(TextRank.Similarity(shared, one, other), Is.EqualTo(expected).Within(0.0001));

    private static HashSet<string> Words(string text) =>
        [.. text.Split(' ', StringSplitOptions.RemoveEmptyEntries)];
}
