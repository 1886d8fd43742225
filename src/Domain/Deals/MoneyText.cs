using System.Globalization;
using System.Text.RegularExpressions;

namespace DealInsights.Domain.Deals;

/// <summary>
/// Reads amounts of money as the CRM writes them: <c>$12,345.00</c>, <c>EUR 1.234,50</c>, <c>1'000 CHF</c>,
/// <c>(£20)</c>. What could mean two amounts is not read.
/// </summary>
public static partial class MoneyText
{
    // What a number may be written with; any more is no amount of a deal.
    private const int MaxLength = 40;

    // A sign that several currencies share is the one that this CRM's formats mean by it; "kr" and the like say too little.
    private static readonly Dictionary<string, string?> Currencies = Signs(
        """
        $ USD, US$ USD, A$ AUD, AU$ AUD, C$ CAD, CA$ CAD, NZ$ NZD, HK$ HKD, S$ SGD, MX$ MXN, R$ BRL, NT$ TWD,
        € EUR, £ GBP, ¥ JPY, CN¥ CNY, ₹ INR, ₩ KRW, ₽ RUB, ₺ TRY, ₴ UAH, ₪ ILS, ₫ VND, ฿ THB, ₱ PHP,
        zł PLN, Kč CZK, Ft HUF, Fr. CHF, kr, kr.
        """);

    private static readonly HashSet<string> Codes = new(
        """
        AED ARS AUD BGN BHD BRL CAD CHF CLP CNY COP CRC CZK DKK DOP EGP EUR GBP GEL GHS HKD HUF IDR ILS INR ISK JOD JPY
        KES KRW KWD KZT MAD MXN MYR NGN NOK NZD OMR PEN PHP PKR PLN QAR RON RSD RUB SAR SEK SGD THB TND TRY TWD UAH USD
        UYU VND ZAR
        """.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries),
        StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether text says that there is no amount, rather than one that cannot be read: blank, "N/A", "-".</summary>
    public static bool SaysNone(string text) => text.Trim().ToUpperInvariant() is "" or "N/A" or "NA" or "NONE" or "NULL" or "-" or "–";

    /// <summary>Reads an amount.</summary>
    /// <returns><see langword="null"/> for what is no amount, or could mean two.</returns>
    public static Money? Read(string text)
    {
        var trimmed = text.Trim();
        if (trimmed.Length > MaxLength || Amount().Match(trimmed) is not { Success: true } found)
        {
            return null;
        }

        // Brackets are how bookkeepers write a minus.
        var minuses = found.Groups["minus"].Captures.Count + found.Groups["open"].Captures.Count;
        var isBracketed = found.Groups["open"].Success == found.Groups["close"].Success;
        var signs = new[] { found.Groups["before"].Value.Trim(), found.Groups["after"].Value.Trim() }
            .Where(sign => sign.Length > 0)
            .ToList();
        if (minuses > 1
            || !isBracketed
            || !TryFindCurrency(signs, out var currency)
            || PlainNumber(found.Groups["number"].Value) is not { } plain
            || !decimal.TryParse(plain, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var amount))
        {
            return null;
        }

        return new Money(minuses == 1 ? -amount : amount, currency);
    }

    /// <summary>A sign before and a code behind ("$5 USD") have to mean the same.</summary>
    private static bool TryFindCurrency(List<string> signs, out string? currency)
    {
        currency = null;
        foreach (var sign in signs)
        {
            var isCode = Codes.Contains(sign);
            if (!isCode && !Currencies.ContainsKey(sign))
            {
                return false;
            }

            var meant = isCode ? sign.ToUpperInvariant() : Currencies[sign];
            // "$5 CAD": the plain sign is many countries', the code only one's.
            if (currency is not null && meant is not null && meant != currency && signs[0] != "$")
            {
                return false;
            }

            currency = meant ?? currency;
        }

        return true;
    }

    /// <summary>The digits with a point before the decimals, or null when it is not clear where those begin.</summary>
    private static string? PlainNumber(string number)
    {
        // Spaces and apostrophes are group separators only.
        if (Spaced().IsMatch(number))
        {
            number = GroupSigns().Replace(number, "");
        }
        else if (GroupSigns().IsMatch(number))
        {
            return null;
        }

        return number switch
        {
            _ when Digits().IsMatch(number) => number,
            _ when EnglishGroups().IsMatch(number) => number.Replace(",", "", StringComparison.Ordinal),
            _ when ContinentalGroups().IsMatch(number) =>
                number.Replace(".", "", StringComparison.Ordinal).Replace(',', '.'),
            // One or two digits behind the only separator are decimals in every country; three may be a group.
            _ when ShortDecimals().IsMatch(number) => number.Replace(',', '.'),
            _ => null,
        };
    }

    private static Dictionary<string, string?> Signs(string list) => list
        .Split([',', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
        .Select(entry => entry.Split(' '))
        .ToDictionary(entry => entry[0], entry => entry.ElementAtOrDefault(1), StringComparer.OrdinalIgnoreCase);

    [GeneratedRegex(
        @"\A(?<open>\()?\s*(?<minus>[-−])?\s*(?<before>[^\d\s()\-−.,]{1,4}\.?)??\s*(?<minus>[-−])?\s*"
        + @"(?<number>\d(?:[\d.,'’\u00a0\u202f\u2009 ]*\d)?)\s*(?<after>[^\d\s()\-−.,]{1,4}\.?)?\s*(?<close>\))?\z",
        RegexOptions.CultureInvariant)]
    private static partial Regex Amount();

    [GeneratedRegex(@"\A\d{1,3}(?:(?<sign>['’\u00a0\u202f\u2009 ])\d{3})(?:\k<sign>\d{3})*(?:[.,]\d{1,2})?\z", RegexOptions.CultureInvariant)]
    private static partial Regex Spaced();

    [GeneratedRegex(@"['’\u00a0\u202f\u2009 ]", RegexOptions.CultureInvariant)]
    private static partial Regex GroupSigns();

    [GeneratedRegex(@"\A\d+\z", RegexOptions.CultureInvariant)]
    private static partial Regex Digits();

    // A single group without decimals is taken the English way, in which today's documents are written: 12,345.
    [GeneratedRegex(@"\A\d{1,3}(?:,\d{3})+(?:\.\d+)?\z", RegexOptions.CultureInvariant)]
    private static partial Regex EnglishGroups();

    // Two groups, or a group and decimals: with one group alone, 1.234 could be a decimal fraction.
    [GeneratedRegex(@"\A\d{1,3}(?:(?:\.\d{3}){2,}|(?:\.\d{3})+,\d+)\z", RegexOptions.CultureInvariant)]
    private static partial Regex ContinentalGroups();

    [GeneratedRegex(@"\A\d+[.,]\d{1,2}\z", RegexOptions.CultureInvariant)]
    private static partial Regex ShortDecimals();
}
