using System.Text.RegularExpressions;

namespace DealInsights.Infrastructure.Offline;

/// <summary>The words of a sentence that carry its meaning.</summary>
internal static partial class ContentWords
{
    // Words that any two English sentences may share, and words of meetings: numbers, times, saying, asking. Other
    // languages keep theirs, which makes their rank a little noisier.
    private static readonly HashSet<string> StopWords =
    [
        .. """
           don doesn didn isn aren wasn weren won wouldn couldn shouldn ll ve re
           a about after all also an and any are as at be been but by can could did do does for from get go going got
           had has have he her here him his how i if in into is it its just know let like lot make me more my no not now
           of off ok okay on one or our out over really right say see she should so some sure than thank thanks that the
           their them then there these they thing things think this those to too up us very want was we well were what
           when where which who why will with would yeah yes you your
           again always another anything ask asked back came come each even every everybody everything first gave give
           good last made many maybe mean much never new next nobody nothing off only other part put read said same
           second somebody someone something still tell told took take until use used work write
           two three four five six seven eight nine ten eleven twelve fifteen twenty thirty forty fifty sixty hundred
           thousand day days week weeks month months year years time
           """.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries),
    ];

    /// <summary>The distinct words in lower case, without one-letter words and English function words.</summary>
    public static HashSet<string> Of(string sentence) =>
    [
        .. Word().Matches(sentence)
            .Select(match => match.Value.ToLowerInvariant())
            .Where(word => word.Length > 1 && !StopWords.Contains(word)),
    ];

    // "don't" and "we'll" give "don" and "t", "we" and "ll", none of which says anything.
    [GeneratedRegex(@"[\p{L}\p{Mn}\p{N}]+")]
    private static partial Regex Word();
}
