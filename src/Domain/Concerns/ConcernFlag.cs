namespace DealInsights.Domain.Concerns;

/// <summary>Whether a concern exists: a plain yes or no, or in older documents a word such as "Yes" or "N/A".</summary>
public sealed record ConcernFlag
{
    private ConcernFlag(bool? value, string? text)
    {
        Value = value;
        Text = text;
    }

    /// <summary>The answer; <see langword="null"/> when it was recorded as text.</summary>
    public bool? Value { get; }

    /// <summary>The recorded text; <see langword="null"/> when it was recorded as a plain yes or no.</summary>
    public string? Text { get; }

    /// <summary>
    /// The answer, including text that is unambiguous: yes and no, true and false, their first letters, 1 and 0, ignoring
    /// case. <see langword="null"/> for other text, such as "N/A".
    /// </summary>
    public bool? Answer => Value ?? Text?.Trim().ToUpperInvariant() switch
    {
        "YES" or "TRUE" or "Y" or "T" or "1" => true,
        "NO" or "FALSE" or "N" or "F" or "0" => false,
        _ => null,
    };

    public static ConcernFlag Of(bool value) => new(value, null);

    public static ConcernFlag Of(string text) => new(null, text);
}
