using System.Text.RegularExpressions;

namespace DealInsights.Infrastructure.Offline;

/// <summary>
/// Splits a transcript into sentences. Works without a language's grammar, so it also takes text in any language,
/// text without punctuation (cut at a comma or a word), and text without spaces.
/// </summary>
internal static partial class SentenceSplitter
{
    /// <summary>The most characters of a sentence; a longer one is continued in the next.</summary>
    public const int MaxSentenceLength = 300;

    // A period after one of these goes on with the same sentence. "etc." and "a.m." are missing on purpose: they
    // often end one, and where they do not, the lower-case word that follows says so.
    private static readonly HashSet<string> Abbreviations = new(StringComparer.OrdinalIgnoreCase)
    {
        "mr", "mrs", "ms", "dr", "prof", "sr", "jr", "st", "vs", "e.g", "i.e", "eg", "ie", "cf", "approx", "nr",
        "fig", "inc", "ltd", "corp", "co", "dept", "v.p", "u.s", "u.k", "z.b", "bzw", "ca", "mio", "mrd",
    };

    // One-word headings that carry meaning, unlike a speaker's name.
    private static readonly HashSet<string> Headings = new(StringComparer.OrdinalIgnoreCase)
    {
        "decision", "decisions", "agreed", "agreement", "outcome", "actions", "action", "next", "concern", "concerns",
        "risk", "risks", "blocker", "blockers", "budget", "timeline", "pricing", "price", "summary", "note", "result",
    };

    /// <summary>
    /// The sentences in the order spoken, white space as single spaces, speakers' names and times taken off. Empty
    /// when the text has no letter or digit.
    /// </summary>
    public static IReadOnlyList<string> Split(string text)
    {
        var sentences = new List<string>();
        foreach (var paragraph in ParagraphBreak().Split(text))
        {
            var start = 0;
            foreach (Match end in SentenceEnd().Matches(paragraph))
            {
                if (EndsSentence(paragraph, end))
                {
                    Add(paragraph[start..(end.Index + end.Length)]);
                    start = end.Index + end.Length;
                }
            }

            Add(paragraph[start..]);
        }

        return sentences;

        void Add(string raw)
        {
            var sentence = WithoutSpeaker(WhiteSpace().Replace(raw, " ").Trim());
            if (sentence.Any(char.IsLetterOrDigit))
            {
                sentences.AddRange(Pieces(sentence));
            }
        }
    }

    /// <summary>The index after the last sentence that is finished; 0 when none is.</summary>
    public static int EndOfLastFinishedSentence(string text)
    {
        var last = SentenceEnd().Matches(text).LastOrDefault(end => EndsSentence(text, end));

        return last is null ? 0 : last.Index + last.Length;
    }

    private static bool EndsSentence(string text, Match end)
    {
        if (text[end.Index] != '.')
        {
            return true;
        }

        // A lower-case continuation, as after "approx." or an ellipsis, is the same sentence.
        var next = end.Index + end.Length;
        while (next < text.Length && char.IsWhiteSpace(text[next]))
        {
            next++;
        }

        if (next < text.Length && char.IsLower(text[next]))
        {
            return false;
        }

        var wordStart = end.Index;
        while (wordStart > 0 && (char.IsLetterOrDigit(text[wordStart - 1]) || text[wordStart - 1] == '.'))
        {
            wordStart--;
        }

        var word = text[wordStart..end.Index];
        var isInitial = word.Length == 1 && char.IsUpper(word[0]) && word[0] != 'I';

        return next == text.Length || !(isInitial || Abbreviations.Contains(word));
    }

    private static string WithoutSpeaker(string sentence)
    {
        var match = SpeakerLabel().Match(sentence);

        var spoken = match.Success && !Headings.Contains(match.Groups["name"].Value)
            ? sentence[match.Length..]
            : sentence;

        return spoken[StageDirection().Match(spoken).Length..];
    }

    private static IEnumerable<string> Pieces(string sentence)
    {
        while (sentence.Length > MaxSentenceLength)
        {
            var cut = WordBreak(sentence, MaxSentenceLength);
            yield return sentence[..cut].TrimEnd();
            sentence = sentence[cut..].TrimStart();
        }

        if (sentence.Length > 0)
        {
            yield return sentence;
        }
    }

    /// <summary>
    /// Where to cut a text that is longer than <paramref name="limit"/>: after a comma, else at a space, else hard.
    /// </summary>
    private static int WordBreak(string text, int limit)
    {
        var comma = text.LastIndexOfAny([',', ';', '、', '，'], limit - 1) + 1;
        if (comma > limit / 2)
        {
            return comma;
        }

        var space = text.LastIndexOf(' ', limit);
        if (space > 0)
        {
            return space;
        }

        return char.IsLowSurrogate(text[limit]) && char.IsHighSurrogate(text[limit - 1]) ? limit - 1 : limit;
    }

    // A line that goes on in lower case was only wrapped.
    [GeneratedRegex(@"\r?\n\s*\n|\r?\n(?!\s*\p{Ll})")]
    private static partial Regex ParagraphBreak();

    // Needs white space after a Latin terminator, so that decimals, addresses and "e.g." stay whole. Starts only where
    // a run of terminators starts and gives nothing back, so that a page of dots costs no quadratic time.
    [GeneratedRegex(@"(?<![.!?…])(?>[.!?…]+[""'”’»)\]]*)(?=\s|$)|[。！？]+[」』”’）]*")]
    private static partial Regex SentenceEnd();

    // "Anna:", "Anna Berg (Acme):", "[00:12:33] Anna:", "00:12 Speaker 1:"
    [GeneratedRegex(
        @"^(?:[\[(]?\d{1,2}(?::\d{2}){1,2}[\])]?\s*-?\s*)?"
        + @"(?<name>[\p{Lu}\p{Lo}][\p{L}'’.-]{0,30}(?: (?:[\p{Lu}\p{Lo}][\p{L}'’.-]{0,30}|\d{1,3})){0,3})"
        + @"(?:\s*\([^)]{1,40}\))?:\s+")]
    private static partial Regex SpeakerLabel();

    // "(laughs)"
    [GeneratedRegex(@"^\(\p{Ll}{1,20}\)\s+")]
    private static partial Regex StageDirection();

    [GeneratedRegex(@"\s+")]
    private static partial Regex WhiteSpace();
}
