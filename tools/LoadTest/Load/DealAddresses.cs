namespace DealInsights.LoadTest.Load;

/// <summary>The addresses of one endpoint, one for each deal, built before the clock runs.</summary>
internal sealed class DealAddresses
{
    private readonly Uri[] _addresses;

    public DealAddresses(Uri baseAddress, ContractEndpoint endpoint, IReadOnlyList<string> deals)
    {
        var prefix = $"{baseAddress.GetLeftPart(UriPartial.Path).TrimEnd('/')}{ContractEndpoint.BasePath}";
        _addresses =
        [
            .. deals.Select(deal =>
                new Uri($"{prefix}{endpoint.Name}?{endpoint.Parameter}={Uri.EscapeDataString(deal)}")),
        ];
    }

    /// <summary>The address for the deal at a position, counted round and round.</summary>
    public Uri this[int position] => _addresses[position % _addresses.Length];
}
