using System.Globalization;

namespace DealInsights.Domain.Timelines;

/// <summary>
/// A date as it was recorded: a date, or text that may be readable as one. Older documents contain dates, newer ones
/// <c>YYYY-MM-DD</c> text, and some contain words ("last Tuesday").
/// </summary>
public sealed record RecordedDate
{
    // 'K' takes "Z", an offset, or nothing; 'F' an optional fraction.
    private static readonly string[] ReadableFormats =
    [
        "yyyy-MM-dd",
        "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK",
        "yyyy-MM-dd'T'HH:mmK",
    ];

    private RecordedDate(string text, DateTime? instant)
    {
        Text = text;
        Instant = instant;
    }

    /// <summary>The text as it was stored; for a stored date its ISO 8601 form without zone (2026-01-05T09:30:00).</summary>
    public string Text { get; }

    /// <summary>The point in time, UTC; <see langword="null"/> when the text cannot be read as a date.</summary>
    public DateTime? Instant { get; }

    /// <summary>Creates it from a stored date. Milliseconds are written only when there are any.</summary>
    public static RecordedDate FromInstant(DateTime utc) =>
        new(utc.ToString("yyyy-MM-dd'T'HH:mm:ss.FFF", CultureInfo.InvariantCulture), DateTime.SpecifyKind(utc, DateTimeKind.Utc));

    /// <summary>Creates it from stored text, blank text included.</summary>
    public static RecordedDate FromText(string text) => new(text, Read(text));

    /// <summary>
    /// Reads <c>YYYY-MM-DD</c> (midnight UTC) or ISO 8601 date and time, with <c>Z</c>, with an offset, or without
    /// a zone (taken as UTC). Returns <see langword="null"/> for everything else.
    /// </summary>
    private static DateTime? Read(string text) =>
        DateTime.TryParseExact(
            text,
            ReadableFormats,
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal,
            out var instant)
            ? instant
            : null;
}
