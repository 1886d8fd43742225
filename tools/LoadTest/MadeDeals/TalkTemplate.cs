using System.Text;

namespace DealInsights.LoadTest.MadeDeals;

/// <summary>Some lines of talk with slots in braces, taken apart once so that many can be written quickly.</summary>
internal sealed class TalkTemplate
{
    private const char Seller = 'S';

    private readonly List<Line> _lines;

    /// <param name="text">Lines that begin with <c>S: </c> (the seller speaks) or <c>B: </c> (a buyer).</param>
    public TalkTemplate(string text) => _lines = [.. text.Split('\n').Select(line => Parse(line.TrimEnd('\r')))];

    /// <summary>The sections of a file: a heading behind <c># </c>, and templates parted by an empty line.</summary>
    public static IReadOnlyDictionary<string, IReadOnlyList<TalkTemplate>> ReadSections(string file) =>
        file.ReplaceLineEndings("\n")
            .Split("# ", StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(section => section.Split("\n\n", StringSplitOptions.TrimEntries))
            .ToDictionary(
                parts => parts[0],
                parts => (IReadOnlyList<TalkTemplate>)[.. parts.Skip(1).Select(text => new TalkTemplate(text))]);

    /// <summary>Writes each line with its speaker in front; a slot has one word in all of them.</summary>
    public void Write(StringBuilder talk, string seller, string buyer, TalkWords words)
    {
        foreach (var line in _lines)
        {
            talk.Append(line.Speaker == Seller ? seller : buyer).Append(": ");
            foreach (var (text, slot) in line.Parts)
            {
                talk.Append(text);
                if (slot is not null)
                {
                    AppendWord(talk, words.WordFor(slot));
                }
            }

            talk.Append('\n');
        }
    }

    // A slot may stand at the beginning of a sentence; "name: " ends like no sentence does, but begins one.
    private static void AppendWord(StringBuilder talk, string word)
    {
        var beginsSentence = talk[^1] == ' ' && talk[^2] is ('.' or '?' or ':');
        talk.Append(beginsSentence ? char.ToUpperInvariant(word[0]) : word[0]).Append(word, 1, word.Length - 1);
    }

    private static Line Parse(string line)
    {
        var parts = new List<(string Text, string? Slot)>();
        var rest = line.AsSpan(3);
        while (rest.IndexOf('{') is var open and >= 0)
        {
            var close = rest.IndexOf('}');
            parts.Add((rest[..open].ToString(), rest[(open + 1)..close].ToString()));
            rest = rest[(close + 1)..];
        }

        parts.Add((rest.ToString(), null));
        return new Line(line[0], parts);
    }

    private sealed record Line(char Speaker, IReadOnlyList<(string Text, string? Slot)> Parts);
}
