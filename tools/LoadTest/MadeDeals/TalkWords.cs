using System.Globalization;

namespace DealInsights.LoadTest.MadeDeals;

/// <summary>The words for the slots of one meeting's talk.</summary>
internal sealed class TalkWords(Random random, string company, string offer, IReadOnlyList<string> buyers)
{
    private readonly Dictionary<string, string> _drawn = [];

    /// <summary>Forgets the words of the last template.</summary>
    public void BeginTemplate() => _drawn.Clear();

    /// <exception cref="ArgumentOutOfRangeException">No words are known for the slot.</exception>
    public string WordFor(string slot)
    {
        if (!_drawn.TryGetValue(slot, out var word))
        {
            word = Draw(slot);
            _drawn.Add(slot, word);
        }

        return word;
    }

    private string Draw(string slot) => slot switch
    {
        "company" => company,
        "offer" => offer,
        "buyer" => FirstNameOf(buyers[0]),
        "buyer2" => FirstNameOf(buyers[^1]),
        "seller2" => Pick(Vocabulary.FirstNames),
        "n" => Text(random.Next(3, 96)),
        "pct" => Text(random.Next(3, 26)),
        "money" or "money2" => Money(random.Next(20, 4_000) * 100),
        "month" => Pick(Vocabulary.Months),
        "weekday" => Pick(Vocabulary.Weekdays),
        "product" => Pick(Vocabulary.Products),
        "rival" => Pick(Vocabulary.Rivals),
        "system" => Pick(Vocabulary.Systems),
        "team" => Pick(Vocabulary.Teams),
        "city" => Pick(Vocabulary.Cities),
        "pain" => Pick(Vocabulary.Pains),
        "metric" => Pick(Vocabulary.Metrics),
        _ => throw new ArgumentOutOfRangeException(nameof(slot), slot, "The talk has a slot without words."),
    };

    private static string Money(int dollars) => string.Create(CultureInfo.InvariantCulture, $"${dollars:N0}");

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static string FirstNameOf(string name) => name[..name.IndexOf(' ', StringComparison.Ordinal)];

    private string Pick(string[] words) => words[random.Next(words.Length)];
}
