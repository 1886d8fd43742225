using System.Globalization;
using System.Text;

namespace DealInsights.Domain.Meetings;

/// <summary>
/// Finds quotes in transcripts, ignoring case, white space and punctuation, which come from the transcription and which
/// models tidy.
/// </summary>
public sealed class QuoteFinder(IReadOnlyList<Excerpt> excerpts)
{
    /// <summary>The most characters of a quote.</summary>
    public const int MaxLength = 400;

    // "the" and "and then" occur in every transcript and prove nothing. A character of the scripts that are written
    // without spaces says about as much as two letters.
    private const int MinLetters = 8;
    private const char FirstOfDenseScripts = '\u2e80';

    private readonly Lazy<FoldedText[]> _transcripts = new(
        () => [.. excerpts.Select(excerpt => new FoldedText(excerpt.Text))]);

    /// <summary>Finds where something was said.</summary>
    /// <param name="quote">The quote to find.</param>
    /// <param name="number">The excerpt that the model names, from 1; it is searched first.</param>
    /// <returns>The passage as it is in the transcript; <see langword="null"/> when it does not occur.</returns>
    public Quote? Find(string quote, int number = 1)
    {
        if (quote.Length > MaxLength)
        {
            return null;
        }

        var wanted = new FoldedText(quote);
        if (wanted.Weight < MinLetters)
        {
            return null;
        }

        foreach (var index in Enumerable.Range(0, excerpts.Count).OrderByDescending(index => index == number - 1))
        {
            if (_transcripts.Value[index].Find(wanted) is { } passage)
            {
                var meeting = excerpts[index].Meeting;

                return new Quote(passage, meeting.Id, meeting.Date);
            }
        }

        return null;
    }

    /// <summary>Letters and digits in lower case, words separated by one space, each with its position in the original.</summary>
    private sealed class FoldedText
    {
        private readonly string _original;
        private readonly string _folded;
        private readonly List<int> _places = [];

        public FoldedText(string original)
        {
            _original = original;
            var folded = new StringBuilder(original.Length);
            for (var place = 0; place < original.Length; place++)
            {
                Fold(original[place], place, folded);
            }

            _folded = folded.ToString().TrimEnd(' ');
        }

        /// <summary>The letters and digits, those of dense scripts counted twice.</summary>
        public int Weight => _folded.Sum(character => character switch
        {
            ' ' => 0,
            >= FirstOfDenseScripts => 2,
            _ => 1,
        });

        /// <summary>The first passage of the original with the words of another text; null when there is none.</summary>
        public string? Find(FoldedText wanted)
        {
            var start = _folded.IndexOf(wanted._folded, StringComparison.Ordinal);
            while (start >= 0 && !StartsAndEndsAWord(start, wanted._folded.Length))
            {
                start = _folded.IndexOf(wanted._folded, start + 1, StringComparison.Ordinal);
            }

            return start < 0
                ? null
                : _original[_places[start]..(_places[start + wanted._folded.Length - 1] + 1)];
        }

        // "can agree" does not quote "we can agreeably". Dense scripts have no word ends to look at.
        private bool StartsAndEndsAWord(int start, int length) =>
            (start == 0 || IsBoundary(_folded[start - 1], _folded[start]))
            && (start + length == _folded.Length || IsBoundary(_folded[start + length - 1], _folded[start + length]));

        private static bool IsBoundary(char left, char right) =>
            left == ' ' || right == ' ' || left >= FirstOfDenseScripts || right >= FirstOfDenseScripts;

        private void Fold(char character, int place, StringBuilder folded)
        {
            if (char.IsLetterOrDigit(character) || char.IsSurrogate(character)
                || char.GetUnicodeCategory(character) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark)
            {
                folded.Append(char.ToLowerInvariant(character));
                _places.Add(place);
            }
            // "don't" stays one word, whichever apostrophe.
            else if (character is not ('\'' or '’') && folded.Length > 0 && folded[^1] != ' ')
            {
                folded.Append(' ');
                _places.Add(place);
            }
        }
    }
}
