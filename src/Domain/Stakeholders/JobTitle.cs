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
        var words = title
            .ToLowerInvariant()
            .Split(Separators(title), StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

        return string.Join(' ', words);
    }

    private static char[] Separators(string title) =>
        [.. title.Where(character => char.IsWhiteSpace(character) || char.IsControl(character)).Distinct()];
}
