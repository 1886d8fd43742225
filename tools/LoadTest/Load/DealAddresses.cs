namespace DealInsights.LoadTest.Load;

/// <summary>The addresses of one endpoint, one for each deal, built before the clock runs.</summary>
internal sealed class DealAddresses(Uri baseAddress, ContractEndpoint endpoint, IReadOnlyList<string> deals)
{
    private readonly Uri[] _addresses = [.. deals.Select(deal => Of(baseAddress, endpoint, deal))];

    /// <summary>The address for the deal at a position, counted round and round.</summary>
    public Uri this[int position] => _addresses[position % _addresses.Length];

    /// <summary>The address for one deal; a path in the base address is put before the contract's.</summary>
    public static Uri Of(Uri baseAddress, ContractEndpoint endpoint, string deal)
    {
        var prefix = $"{baseAddress.GetLeftPart(UriPartial.Path).TrimEnd('/')}{ContractEndpoint.BasePath}";
        return new Uri($"{prefix}{endpoint.Name}?{endpoint.Parameter}={Uri.EscapeDataString(deal)}");
    }
}
