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

    public static ConcernFlag Of(bool value) => new(value, null);

    public static ConcernFlag Of(string text) => new(null, text);
}
