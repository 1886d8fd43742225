namespace DealInsights.Application.Deals.GetDealInsights;

/// <summary>Reads which parts a caller wants: their names with commas between.</summary>
internal static class PartSelection
{
    private static readonly Dictionary<string, PartNames> ByName = new(StringComparer.Ordinal)
    {
        ["deal"] = PartNames.Deal,
        ["concerns"] = PartNames.Concerns,
        ["overview"] = PartNames.Overview,
        ["stakeholders"] = PartNames.Stakeholders,
    };

    /// <summary>All names, for a message.</summary>
    public static string Names { get; } = string.Join(", ", ByName.Keys);

    /// <summary>The parts; all for no text, <see langword="null"/> when one of them is unknown.</summary>
    public static PartNames? Read(string? include)
    {
        if (string.IsNullOrWhiteSpace(include))
        {
            return PartNames.All;
        }

        var parts = PartNames.None;
        foreach (var name in include.Split(',', StringSplitOptions.TrimEntries))
        {
            if (!ByName.TryGetValue(name, out var part))
            {
                return null;
            }

            parts |= part;
        }

        return parts;
    }
}
