using System.Text;

namespace DealInsights.Domain.Privacy;

/// <summary>
/// The e-mail address of a person whose data is removed. Case is ignored, as every mail server in use does.
/// </summary>
public sealed class PersonAddress
{
    /// <summary>The text that replaces an address.</summary>
    public const string Placeholder = "[removed]";

    /// <summary>The most characters an address may have (RFC 5321).</summary>
    public const int MaxLength = 254;

    private PersonAddress(string value) => Value = value;

    /// <summary>The address as it was given, trimmed.</summary>
    public string Value { get; }

    /// <summary>Reads an address: something, one <c>@</c>, something with a dot in it, no spaces.</summary>
    /// <returns><see langword="null"/> for anything else, which could match other text.</returns>
    public static PersonAddress? Read(string? text)
    {
        var value = text?.Trim() ?? "";
        var at = value.IndexOf('@', StringComparison.Ordinal);

        return at > 0
            && value.Length <= MaxLength
            && at == value.LastIndexOf('@')
            && value.LastIndexOf('.') is var dot && dot > at + 1 && dot < value.Length - 1
            && value.All(character => character is '@' || IsPart(character) || "!#$&'*/=?^`{|}~".Contains(character, StringComparison.Ordinal))
                ? new PersonAddress(value)
                : null;
    }

    /// <summary>Whether a text contains the address, not as a part of a longer one.</summary>
    public bool IsIn(string text) => Find(text, 0) >= 0;

    /// <summary>Replaces the address by <see cref="Placeholder"/> wherever it occurs.</summary>
    public string RemoveFrom(string text)
    {
        var found = Find(text, 0);
        if (found < 0)
        {
            return text;
        }

        var rest = new StringBuilder(text.Length);
        var from = 0;
        for (; found >= 0; found = Find(text, from))
        {
            rest.Append(text, from, found - from).Append(Placeholder);
            from = found + Value.Length;
        }

        return rest.Append(text, from, text.Length - from).ToString();
    }

    private int Find(string text, int from)
    {
        while (text.IndexOf(Value, from, StringComparison.OrdinalIgnoreCase) is var found and >= 0)
        {
            if (BeginsAt(text, found) && EndsAt(text, found + Value.Length))
            {
                return found;
            }

            from = found + 1;
        }

        return -1;
    }

    private static bool BeginsAt(string text, int start) => start == 0 || !IsPart(text[start - 1]);

    // A period after an address ends a sentence, unless a host name continues.
    private static bool EndsAt(string text, int end) =>
        end == text.Length
        || (text[end] == '.' ? end + 1 == text.Length || !char.IsLetterOrDigit(text[end + 1]) : !IsPartOfHost(text[end]));

    private static bool IsPart(char character) => char.IsLetterOrDigit(character) || character is '.' or '_' or '%' or '+' or '-';

    private static bool IsPartOfHost(char character) => char.IsLetterOrDigit(character) || character is '-' or '@';
}
