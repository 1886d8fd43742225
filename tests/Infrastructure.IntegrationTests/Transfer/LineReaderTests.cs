using System.Text;
using CsCheck;
using DealInsights.Infrastructure.Transfer;

namespace DealInsights.Infrastructure.IntegrationTests.Transfer;

public sealed class LineReaderTests
{
    private const int LongestLine = 200_000;

    [TestCase("", new string[0])]
    [TestCase("a", new[] { "a" })]
    [TestCase("a\n", new[] { "a" })]
    [TestCase("a\nb", new[] { "a", "b" })]
    [TestCase("a\r\nb\r\n", new[] { "a", "b" })]
    [TestCase("\n\na", new[] { "", "", "a" })]
    [TestCase("\uFEFFa\n\uFEFFb", new[] { "a", "\uFEFFb" })]
    public async Task ReadAsync_OverAFile_GivesItsLines(string content, string[] expected)
    {
        var lines = await ReadAsync(Encoding.UTF8.GetBytes(content));

        Assert.That(lines.Select(line => line.Text), Is.EqualTo(expected));
        Assert.That(lines.Select(line => line.Number), Is.EqualTo(Enumerable.Range(1, expected.Length)));
    }

    [Test]
    public async Task ReadAsync_WhenALineIsTooLong_SkipsItAndGoesOn()
    {
        var tooLong = new string('x', LongestLine + 1);
        var justFits = new string('y', LongestLine);

        var lines = await ReadAsync(Encoding.UTF8.GetBytes($"a\n{tooLong}\n{justFits}\nb\n{tooLong}"));

        Assert.That(lines.Select(line => line.IsTooLong), Is.EqualTo([false, true, false, false, true]));
        Assert.That(lines[2].Text, Is.EqualTo(justFits));
        Assert.That(lines[3].Text, Is.EqualTo("b"));
    }

    [Test]
    public async Task ReadAsync_OverLinesOfAnyLength_GivesThemAll() =>
        // Up to a few times the size of the reader's chunk, so that lines begin and end anywhere in one.
        await Gen.Char['a', 'z'].Select(letter => letter.ToString())
            .Select(Gen.Int[0, 150_000], (letter, length) => string.Concat(Enumerable.Repeat(letter, length)))
            .List[1, 8]
            .SampleAsync(
                async expected =>
                {
                    var content = Encoding.UTF8.GetBytes(string.Concat(expected.Select(line => line + "\n")));
                    var lines = await ReadAsync(content);

                    Assert.That(lines.Select(line => line.Text), Is.EqualTo(expected));
                },
                iter: 50);

    private static async Task<List<(int Number, string Text, bool IsTooLong, bool IsEnded)>> ReadAsync(byte[] content)
    {
        var reader = new LineReader(new MemoryStream(content), LongestLine);
        var lines = new List<(int, string, bool, bool)>();
        while (await reader.ReadAsync(CancellationToken.None) is { } line)
        {
            lines.Add((line.Number, Encoding.UTF8.GetString(line.Bytes.Span), line.IsTooLong, line.IsEnded));
        }

        Assert.That(reader.BytesRead, Is.EqualTo(content.Length));
        return lines;
    }
}
