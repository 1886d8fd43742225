namespace DealInsights.Domain.Text;

/// <summary>
/// Counts and cuts text by Unicode code points, the unit of the contract's limits. A cut between code points never splits
/// a surrogate pair.
/// </summary>
public static class CodePoints
{
    /// <summary>Whether <paramref name="text"/> has more than <paramref name="limit"/> code points.</summary>
    public static bool Exceed(string text, int limit) => text.Length > limit && LengthOfFirst(text, limit) < text.Length;

    /// <summary>
    /// Returns the longest prefix of <paramref name="text"/> with at most <paramref name="limit"/> code points;
    /// a lone surrogate counts as one.
    /// </summary>
    public static string Truncate(string text, int limit) =>
        text.Length <= limit ? text : text[..LengthOfFirst(text, limit)];

    /// <summary>The number of code points in <paramref name="text"/>.</summary>
    public static int Count(string text)
    {
        var count = 0;
        for (var index = 0; index < text.Length; index += LengthAt(text, index))
        {
            count++;
        }

        return count;
    }

    private static int LengthOfFirst(string text, int codePoints)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(codePoints);
        var length = 0;
        for (var counted = 0; counted < codePoints && length < text.Length; counted++)
        {
            length += LengthAt(text, length);
        }

        return length;
    }

    private static int LengthAt(string text, int index) =>
        char.IsHighSurrogate(text[index]) && index + 1 < text.Length && char.IsLowSurrogate(text[index + 1]) ? 2 : 1;
}
