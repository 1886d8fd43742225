namespace DealInsights.Infrastructure.HubSpot;

/// <summary>Some percent-encoded characters that HubSpot decodes in an address before it signs it.</summary>
internal static class HubSpotEscapes
{
    /// <summary>
    /// Decodes these and nothing else, once: <c>%3A %2F %3F %40 %21 %24 %27 %28 %29 %2A %2C %3B</c>, in either letter case.
    /// What <c>%2540</c> decodes to is not looked at again.
    /// </summary>
    public static string Decode(ReadOnlySpan<char> text)
    {
        var decoded = text.Length <= 1024 ? stackalloc char[text.Length] : new char[text.Length];
        var length = 0;
        for (var index = 0; index < text.Length; index++)
        {
            var character = text[index];
            if (character == '%' && index + 2 < text.Length && Decode(text[index + 1], text[index + 2]) is { } meant)
            {
                character = meant;
                index += 2;
            }

            decoded[length++] = character;
        }

        return new string(decoded[..length]);
    }

    private static char? Decode(char first, char second) => (first, char.ToUpperInvariant(second)) switch
    {
        ('3', 'A') => ':',
        ('2', 'F') => '/',
        ('3', 'F') => '?',
        ('4', '0') => '@',
        ('2', '1') => '!',
        ('2', '4') => '$',
        ('2', '7') => '\'',
        ('2', '8') => '(',
        ('2', '9') => ')',
        ('2', 'A') => '*',
        ('2', 'C') => ',',
        ('3', 'B') => ';',
        _ => null,
    };
}
