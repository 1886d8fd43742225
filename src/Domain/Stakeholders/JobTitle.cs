namespace DealInsights.Domain.Stakeholders;

/// <summary>Normalizes job titles.</summary>
public static class JobTitle
{
    /// <summary>
    /// Normalizes a title for comparison: lower case, control characters and runs of white space as one space, trimmed.
    /// Empty for a blank title.
    /// </summary>
    public static string Normalize(string title)
    {
        var spaced = title.ToLowerInvariant().Select(character => char.IsControl(character) ? ' ' : character);
        // Without separators it splits at white space of every kind.
        var words = string.Concat(spaced).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);

        return string.Join(' ', words);
    }
}
