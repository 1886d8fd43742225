namespace DealInsights.Domain.Stakeholders;

/// <summary>Job titles as they are compared and judged.</summary>
public static class JobTitle
{
    /// <summary>
    /// The form in which equal titles are equal: lower case, control characters and runs of white space as one
    /// space, no space at the ends. Empty for a title that says nothing.
    /// </summary>
    public static string Normalize(string title)
    {
        var spaced = title.ToLowerInvariant().Select(character => char.IsControl(character) ? ' ' : character);
        // Without separators it splits at white space of every kind.
        var words = string.Concat(spaced).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);

        return string.Join(' ', words);
    }
}
