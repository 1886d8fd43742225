using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace DealInsights.LoadTest.MakeDeals;

/// <summary>Fills the slots of templates (<c>{city}</c>) with a deal's own words, and writes transcripts of them.</summary>
internal sealed partial class TalkWriter(Random random, string company, string seller, IReadOnlyList<string> buyers)
{
    /// <summary>
    /// Writes a transcript of about <paramref name="length"/> characters: an opening, exchanges in random order, a closing.
    /// </summary>
    public string WriteTranscript(int length)
    {
        var talk = new StringBuilder();
        Append(talk, Pick("opening"));
        while (talk.Length < length)
        {
            var exchanges = Words.Talk["exchange"].ToArray();
            random.Shuffle(exchanges);
            foreach (var exchange in exchanges.TakeWhile(_ => talk.Length < length))
            {
                Append(talk, exchange);
            }
        }

        Append(talk, Pick("closing"));
        return talk.ToString().TrimEnd();
    }

    /// <summary>Fills a template; equal slots get the same word.</summary>
    public string Fill(string template)
    {
        var drawn = new Dictionary<string, string>();
        return Slot().Replace(template, slot =>
        {
            var name = slot.Groups["name"].Value;
            var word = drawn.TryGetValue(name, out var known) ? known : drawn[name] = Draw(name);
            return slot.Groups["start"].Success ? char.ToUpperInvariant(word[0]) + word[1..] : word;
        });
    }

    private void Append(StringBuilder talk, string template)
    {
        var buyer = buyers[random.Next(buyers.Count)];
        foreach (var line in Fill(template).Split('\n'))
        {
            talk.Append(line[0] == 'S' ? seller : buyer).Append(line, 1, line.Length - 1).Append('\n');
        }
    }

    private string Pick(string section) => Words.Talk[section][random.Next(Words.Talk[section].Length)];

    private string Draw(string slot) => slot switch
    {
        "company" => company,
        "offer" => string.Create(CultureInfo.InvariantCulture, $"F-{random.Next(1_000_000):D6}"),
        "buyer" => FirstNameOf(buyers[0]),
        "buyer2" => FirstNameOf(buyers[^1]),
        "seller2" => Words.Pick(random, "firstName"),
        "n" => Number(random.Next(3, 96)),
        "pct" => Number(random.Next(3, 26)),
        "money" or "money2" => "$" + Number(random.Next(20, 4_000) * 100),
        _ => Words.Pick(random, slot),
    };

    private static string Number(int number) => number.ToString("N0", CultureInfo.InvariantCulture);

    private static string FirstNameOf(string name) => name.Split(' ')[0];

    // A slot at the start of a line ("B: {pain}") or behind a full stop begins a sentence.
    [GeneratedRegex(@"(?<start>(?<=(?:^|[.?] |: )))?\{(?<name>\w+)\}")]
    private static partial Regex Slot();
}
