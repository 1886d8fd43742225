using System.Text.Json;

namespace DealInsights.LoadTest.MakeDeals;

/// <summary>The words and talk of which deals are made, from the embedded <c>Words.json</c> and <c>Talk.txt</c>.</summary>
internal static class Words
{
    private static readonly Dictionary<string, string[]> Lists =
        JsonSerializer.Deserialize<Dictionary<string, string[]>>(Resource("Words.json"))!;

    /// <summary>The templates of talk by section: <c>opening</c>, <c>exchange</c>, <c>closing</c>.</summary>
    public static IReadOnlyDictionary<string, string[]> Talk { get; } = Resource("Talk.txt")
        .ReplaceLineEndings("\n")
        .Split("# ", StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
        .Select(section => section.Split("\n\n", StringSplitOptions.TrimEntries))
        .ToDictionary(parts => parts[0], parts => parts[1..]);

    /// <summary>Returns the words of a list, or null when there is no list of that name.</summary>
    public static IReadOnlyList<string>? Of(string list) => Lists.GetValueOrDefault(list);

    public static string Pick(Random random, string list) => Lists[list][random.Next(Lists[list].Length)];

    /// <summary>Returns so many different words of a list.</summary>
    public static IReadOnlyList<string> Several(Random random, string list, int count)
    {
        var words = Lists[list].ToArray();
        random.Shuffle(words);
        return words[..count];
    }

    private static string Resource(string name)
    {
        using var stream = typeof(Words).Assembly.GetManifestResourceStream(name)!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
