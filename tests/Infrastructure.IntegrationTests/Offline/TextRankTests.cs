using DealInsights.Infrastructure.Offline;

namespace DealInsights.Infrastructure.IntegrationTests.Offline;

[TestFixture]
internal sealed class TextRankTests
{
    [Test]
    public void Score_WhenOneSentenceSharesWordsWithAllOthers_RanksItFirst()
    {
        var scores = TextRank.Score([Words("price rollout"), Words("price rollout team"), Words("team lunch"), Words("weather")]);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(scores[1], Is.EqualTo(1.0));
            Assert.That(scores[0], Is.GreaterThan(0).And.LessThan(1));
            Assert.That(scores[3], Is.Zero);
        }
    }

    [Test]
    public void Score_WhenNoWordIsShared_IsZeroForAll() =>
        Assert.That(TextRank.Score([Words("one"), Words("two"), Words("")]), Is.All.Zero);

    [Test]
    public void Score_WhenThereAreNoSentences_IsEmpty() => Assert.That(TextRank.Score([]), Is.Empty);

    [Test]
    public void Similarity_WhenWordsAreShared_GrowsWithThemAndShrinksWithLength()
    {
        using (Assert.EnterMultipleScope())
        {
            Assert.That(
                TextRank.Similarity(Words("a b"), Words("a b")), Is.EqualTo(2 / (2 * Math.Log(3))).Within(1e-12));
            Assert.That(
                TextRank.Similarity(Words("a b"), Words("a c d e")),
                Is.EqualTo(1 / (Math.Log(3) + Math.Log(5))).Within(1e-12));
            Assert.That(TextRank.Similarity(Words("a"), Words("b")), Is.Zero);
        }
    }

    private static HashSet<string> Words(string text) =>
        [.. text.Split(' ', StringSplitOptions.RemoveEmptyEntries)];
}
