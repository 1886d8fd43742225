using System.Text;

namespace DealInsights.LoadTest.MadeDeals;

/// <summary>
/// Writes transcripts: an opening, exchanges in a random order and none of them twice, a closing. Not safe for
/// concurrent use.
/// </summary>
internal sealed class TalkWriter
{
    private const string Source = "DealInsights.LoadTest.MadeDeals.Talk.txt";
    private const int Shortest = 1_100;
    private const int Longest = 3_200;

    private readonly IReadOnlyList<TalkTemplate> _openings;
    private readonly TalkTemplate[] _exchanges;
    private readonly IReadOnlyList<TalkTemplate> _closings;
    private readonly StringBuilder _talk = new();

    public TalkWriter()
    {
        using var stream = typeof(TalkWriter).Assembly.GetManifestResourceStream(Source)!;
        using var reader = new StreamReader(stream);
        var sections = TalkTemplate.ReadSections(reader.ReadToEnd());
        (_openings, _exchanges, _closings) =
            (sections["opening"], [.. sections["exchange"]], sections["closing"]);
    }

    /// <summary>Writes a talk of 1,000 to 4,000 characters between the seller and the buyers by turns.</summary>
    /// <param name="random">Decides what is said; the same numbers give the same talk.</param>
    /// <param name="words">Fills the slots.</param>
    /// <param name="seller">The seller's full name.</param>
    /// <param name="buyers">The buyers' full names; at least one.</param>
    public string Write(Random random, TalkWords words, string seller, IReadOnlyList<string> buyers)
    {
        // A copy: shuffled in place, what one deal says would depend on the deals before it.
        var exchanges = _exchanges.ToArray();
        random.Shuffle(exchanges);
        var length = random.Next(Shortest, Longest);

        _talk.Clear();
        Append(_openings[random.Next(_openings.Count)], buyers[0]);
        for (var next = 0; next < exchanges.Length && _talk.Length < length; next++)
        {
            Append(exchanges[next], buyers[next % buyers.Count]);
        }

        Append(_closings[random.Next(_closings.Count)], buyers[0]);
        return _talk.ToString(0, _talk.Length - 1);

        void Append(TalkTemplate template, string buyer)
        {
            words.BeginTemplate();
            template.Write(_talk, seller, buyer, words);
        }
    }
}
