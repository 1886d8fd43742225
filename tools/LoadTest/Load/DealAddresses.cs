namespace DealInsights.LoadTest.Load;

/// <summary>The addresses of one endpoint, one for each deal, built before the clock runs.</summary>
/// <param name="baseAddress">The server.</param>
/// <param name="endpoint">What is asked.</param>
/// <param name="deals">About what.</param>
/// <param name="credentials">What the requests say about their sender; null: nothing.</param>
internal sealed class DealAddresses(
    Uri baseAddress, ContractEndpoint endpoint, IReadOnlyList<string> deals, Credentials? credentials = null)
{
    private readonly Uri[] _addresses =
    [
        .. deals
            .Select(deal => Of(baseAddress, endpoint, deal))
            .Select(address => credentials?.AddressOf(address) ?? address),
    ];

    private IReadOnlyList<KeyValuePair<string, string>>[] _headers = [];

    /// <summary>Whether they are asked by somebody who has the answers.</summary>
    public bool AreConditional => endpoint.IsConditional;

    /// <summary>The address for the deal at a position, counted round and round.</summary>
    public Uri this[int position] => _addresses[position % _addresses.Length];

    /// <summary>The headers of the request for the deal at a position; none before <see cref="Sign"/>.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> HeadersAt(int position) =>
        _headers.Length == 0 ? [] : _headers[position % _headers.Length];

    /// <summary>Makes the headers anew, so that none of them is older than a round.</summary>
    public void Sign() => _headers = credentials is null ? [] : [.. _addresses.Select(credentials.HeadersFor)];

    /// <summary>The address for one deal; a path in the base address is put before the contract's.</summary>
    public static Uri Of(Uri baseAddress, ContractEndpoint endpoint, string deal)
    {
        var prefix = baseAddress.GetLeftPart(UriPartial.Path).TrimEnd('/');
        var name = Uri.EscapeDataString(deal);
        return new Uri(endpoint.About is { } about
            ? $"{prefix}{ContractEndpoint.V3BasePath}{name}{about}"
            : $"{prefix}{ContractEndpoint.BasePath}{endpoint.Name}?{endpoint.Parameter}={name}");
    }
}
