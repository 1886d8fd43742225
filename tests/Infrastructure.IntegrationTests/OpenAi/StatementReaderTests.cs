using System.Text;
using DealInsights.Infrastructure.OpenAi;

namespace DealInsights.Infrastructure.IntegrationTests.OpenAi;

/// <summary>Statements are read as soon as they are complete, wherever the pieces of the answer end.</summary>
[TestFixture]
internal sealed class StatementReaderTests
{
    private const string First = """{"evidence":[{"transcript":1,"quote":"a } ] \"b\" \\"}],"statement":"Grüße 😀 \ud83d\ude00"}""";
    private const string Second = """{"evidence":[],"statement":"B"}""";

    [TestCase(1)]
    [TestCase(2)]
    [TestCase(7)]
    [TestCase(1_000)]
    public void Add_WhereverThePiecesEnd_PassesOnEachStatementWhole(int length)
    {
        var answer = $$"""{ "statements" : [ {{First}} , {{Second}} ] }""";

        Assert.That(Read(answer.Chunk(length).Select(piece => new string(piece))), Is.EqualTo(new[] { First, Second }));
    }

    [Test]
    public void Add_WhenAStatementIsComplete_PassesItOnAtOnce()
    {
        var read = new List<string>();
        var reader = new StatementReader(json => read.Add(Encoding.UTF8.GetString(json)));

        reader.Add($$"""{"statements":[{{First[..^1]}}""");
        Assert.That(read, Is.Empty);
        reader.Add("}");
        Assert.That(read, Is.EqualTo(new[] { First }));
    }

    [TestCase("Sorry, I cannot do that.")]
    [TestCase("[[[[[")]
    [TestCase("{}")]
    [TestCase("""{"statements":[]}""")]
    [TestCase("""{"statements":"none"}""")]
    [TestCase("""{"statements":[{"statement":"never ends""")]
    public void Add_WhenThereIsNoStatement_PassesOnNothing(string answer) => Assert.That(Read([answer]), Is.Empty);

    [Test]
    public void Add_AfterGarbage_PassesOnNothingMore() =>
        Assert.That(
            Read([$$"""{"statements":[{{First}},""", "garbage", $$"""{{Second}}]}"""]), Is.EqualTo(new[] { First }));

    private static List<string> Read(IEnumerable<string> pieces)
    {
        var read = new List<string>();
        var reader = new StatementReader(json => read.Add(Encoding.UTF8.GetString(json)));
        foreach (var piece in pieces)
        {
            reader.Add(piece);
        }

        return read;
    }
}
