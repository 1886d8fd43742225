using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace DealInsights.Domain.Privacy;

/// <summary>
/// The texts of one question with placeholders such as <c>[email 1]</c> in place of e-mail addresses, telephone numbers and
/// payment card numbers. Equal values have the same placeholder in all texts, so that they stay distinguishable and
/// <see cref="Restore"/> restores the exact text.
/// </summary>
/// <remarks>
/// A telephone number has the international form (<c>+44 20 7946 0018</c>, <c>0044 …</c>) or that of the
/// United States (<c>(415) 555-0132</c>, <c>415-555-0132</c>, with or without a leading 1). Ten digits without
/// separators are not replaced, nor are dates, amounts and identifiers of meetings. A card number has an issuer's length and
/// first digits, and a valid Luhn check digit. Names are not replaced, because they look like other words.
/// </remarks>
public sealed partial class Redaction
{
    /// <summary>The version of these rules, a part of fingerprints: another version sends the model another text.</summary>
    public const string Version = "redaction.v1";

    private readonly IReadOnlyList<string> _originals;
    private readonly Dictionary<(string Kind, string Value), string> _placeholders = [];
    private readonly Dictionary<string, string> _values = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, int> _numbers = new(StringComparer.Ordinal);

    private Redaction(IReadOnlyList<string> originals, bool isOn)
    {
        _originals = originals;
        Texts = isOn ? [.. originals.Select(Redact)] : originals;
    }

    /// <summary>The texts with placeholders, in the given order.</summary>
    public IReadOnlyList<string> Texts { get; }

    /// <summary>Redacts the texts of one question.</summary>
    public static Redaction Of(IReadOnlyList<string> texts) => new(texts, isOn: true);

    /// <summary>Returns the texts of a question unchanged.</summary>
    public static Redaction Nothing(IReadOnlyList<string> texts) => new(texts, isOn: false);

    /// <summary>
    /// Replaces placeholders by the original values. Unknown placeholders, which the model invented, stay.
    /// </summary>
    public string Restore(string text) => _values.Count == 0
        ? text
        : Placeholder().Replace(text, found => _values.GetValueOrDefault(found.Value, found.Value));

    /// <summary>
    /// Restores a quote from one of <see cref="Texts"/>, also where the brackets of a placeholder are missing at its ends.
    /// </summary>
    public string RestoreQuote(string quote) => _values.Count == 0
        ? quote
        : Restore(BeforeBracket().Replace(AfterBracket().Replace(quote, "$0]"), "[$0"));

    private string Redact(string text)
    {
        var redacted = Email().Replace(text, found => For("email", found.Value));
        // Before telephone numbers, for which parts of them could be taken.
        redacted = RedactCards(redacted);
        redacted = International().Replace(redacted, found => IsInternational(found.Value) ? For("phone", found.Value) : found.Value);

        return American().Replace(redacted, found => For("phone", found.Value));
    }

    private string RedactCards(string text)
    {
        var rest = new StringBuilder(text.Length);
        var from = 0;
        for (var found = Digits().Match(text); found.Success; found = Digits().Match(text, from))
        {
            var card = CardAtStartOf(found.Value);
            rest.Append(text, from, found.Index - from).Append(card is null ? text[found.Index] : For("card", card));
            // One may begin with the next group of digits.
            from = found.Index + (card?.Length ?? 1);
        }

        return rest.Append(text, from, text.Length - from).ToString();
    }

    /// <summary>Finds the longest card number at the start of these digits that ends with a group.</summary>
    private static string? CardAtStartOf(string digits)
    {
        for (var end = digits.Length; end >= 13; end = digits.AsSpan(0, end).LastIndexOfAny(' ', '-'))
        {
            if (IsCard(digits[..end]))
            {
                return digits[..end];
            }
        }

        return null;
    }

    private string For(string kind, string value)
    {
        if (_placeholders.TryGetValue((kind, value), out var known))
        {
            return known;
        }

        string placeholder;
        do
        {
            _numbers[kind] = _numbers.GetValueOrDefault(kind) + 1;
            placeholder = string.Create(CultureInfo.InvariantCulture, $"[{kind} {_numbers[kind]}]");
        }
        // The text may contain such a placeholder already, which must not be restored to an address.
        while (_originals.Any(text => text.Contains(placeholder, StringComparison.OrdinalIgnoreCase)));

        _placeholders.Add((kind, value), placeholder);
        _values.Add(placeholder, value);

        return placeholder;
    }

    private static bool IsInternational(string number)
    {
        var digits = number.Count(char.IsAsciiDigit) - (number[0] == '+' ? 0 : 2);

        // +12.345.678 is an amount.
        return digits is >= 8 and <= 15 && !GroupedByThousands().IsMatch(number);
    }

    private static bool IsCard(string text)
    {
        var digits = text.Where(char.IsAsciiDigit).Select(digit => digit - '0').ToArray();

        return IsIssued(string.Concat(digits)) && HasCheckDigit(digits);
    }

    private static bool IsIssued(string digits)
    {
        var first = int.Parse(digits[..4], CultureInfo.InvariantCulture);

        return (digits.Length, first) switch
        {
            (13, >= 4000 and <= 4999) => true,
            (14, >= 3000 and <= 3059 or >= 3600 and <= 3699 or >= 3800 and <= 3999) => true,
            (15, >= 3400 and <= 3499 or >= 3700 and <= 3799) => true,
            (16, >= 2221 and <= 2720 or >= 3528 and <= 3589 or >= 4000 and <= 6999) => true,
            ( >= 17 and <= 19, >= 4000 and <= 6999) => true,
            _ => false,
        };
    }

    // Luhn's: every second digit from the right is doubled, and 9 taken off what has two digits then.
    private static bool HasCheckDigit(int[] digits) => digits
        .Reverse()
        .Select((digit, index) => index % 2 == 0 ? digit : digit < 5 ? 2 * digit : (2 * digit) - 9)
        .Sum() % 10 == 0;

    // A host without a dot is enough at the end of a text, which may have been cut there.
    [GeneratedRegex(@"(?<![\p{L}\p{N}._%+\-])[\p{L}\p{N}._%+'\-]{1,64}@(?:[\p{L}\p{N}\-]{1,63}(?:\.[\p{L}\p{N}\-]{1,63})+|[\p{L}\p{N}\-]{0,63}\z)")]
    private static partial Regex Email();

    [GeneratedRegex(@"(?<![\p{L}\p{N}+._\-])[0-9](?:[ \-]?[0-9]){12,18}(?![\p{L}\p{N}]|[.\-_][0-9])")]
    private static partial Regex Digits();

    [GeneratedRegex(@"(?<![\p{L}\p{N}+.,_\-])(?:\+[ ]?|00)[1-9](?:[ ./\-]{0,2}(?:\([0-9]{1,5}\)|[0-9])){6,14}(?![\p{L}\p{N}%]|[.,\-_][0-9]|[ ]?[%€$£])")]
    private static partial Regex International();

    [GeneratedRegex(@"(?<![\p{L}\p{N}+.,_\-$€£#]|[$€£#] )(?:1[ .\-])?(?:\([2-9][0-9]{2}\)[ ]?|[2-9][0-9]{2}[ .\-])[2-9][0-9]{2}[ .\-][0-9]{4}(?![\p{L}\p{N}%]|[.,\-_][0-9]|[ ]?[%€$£])")]
    private static partial Regex American();

    [GeneratedRegex(@"^\+[0-9]{1,3}(?:[.][0-9]{3})+$")]
    private static partial Regex GroupedByThousands();

    [GeneratedRegex(@"\[(?:email|phone|card) [0-9]{1,6}\z")]
    private static partial Regex AfterBracket();

    [GeneratedRegex(@"\A(?:email|phone|card) [0-9]{1,6}(?=\])")]
    private static partial Regex BeforeBracket();

    [GeneratedRegex(@"\[(?:email|phone|card) [0-9]{1,6}\]", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Placeholder();
}
