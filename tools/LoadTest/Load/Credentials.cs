using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace DealInsights.LoadTest.Load;

/// <summary>What a request says about its sender.</summary>
internal abstract record Credentials
{
    /// <summary>As the results name it.</summary>
    public abstract string Name { get; }

    /// <summary>The address as such a sender asks it.</summary>
    public virtual Uri AddressOf(Uri address) => address;

    /// <summary>The headers for a request sent from now on, within a few minutes.</summary>
    public abstract IReadOnlyList<KeyValuePair<string, string>> HeadersFor(Uri address);
}

/// <summary>
/// The same request, byte for byte as long, with its credentials under names that nobody looks for: what a check of them
/// costs is the difference to this, and not what a longer request costs any server.
/// </summary>
internal sealed record UncheckedCredentials(Credentials Checked) : Credentials
{
    public override string Name => NameOf(Checked.Name);

    public static string NameOf(string credentials) => $"{credentials} unchecked";

    public override Uri AddressOf(Uri address) => Checked.AddressOf(address);

    public override IReadOnlyList<KeyValuePair<string, string>> HeadersFor(Uri address) =>
        [.. Checked.HeadersFor(address).Select(header => KeyValuePair.Create($"Y{header.Key[1..]}", header.Value))];
}

/// <summary>An API key.</summary>
internal sealed record ApiKeyCredentials(string Key) : Credentials
{
    public override string Name => "API key";

    public override IReadOnlyList<KeyValuePair<string, string>> HeadersFor(Uri address) => [new("X-Api-Key", Key)];
}

/// <summary>HubSpot's signature, version 3, for a user of the first account.</summary>
/// <param name="Secret">The app's client secret, as the service has it.</param>
/// <param name="Portal">An account whose users may ask.</param>
/// <param name="PublicBaseUrl">The service's address as it thinks that HubSpot calls it.</param>
internal sealed record HubSpotCredentials(string Secret, string Portal, string PublicBaseUrl) : Credentials
{
    public override string Name => "HubSpot signature";

    public override Uri AddressOf(Uri address) =>
        new($"{address}&userId=7&portalId={Portal}&userEmail=jane%40example.com&appId=5");

    public override IReadOnlyList<KeyValuePair<string, string>> HeadersFor(Uri address)
    {
        var timestamp = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);
        var signed = Encoding.UTF8.GetBytes($"GET{PublicBaseUrl}{address.PathAndQuery}{timestamp}");

        return
        [
            new("X-HubSpot-Signature-v3", Convert.ToBase64String(HMACSHA256.HashData(Encoding.UTF8.GetBytes(Secret), signed))),
            new("X-HubSpot-Request-Timestamp", timestamp),
        ];
    }
}
