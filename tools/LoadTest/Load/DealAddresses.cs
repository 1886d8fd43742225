namespace DealInsights.LoadTest.Load;

/// <summary>The addresses of one endpoint, one for each deal, built before the clock runs.</summary>
internal sealed class DealAddresses(Uri baseAddress, ContractEndpoint endpoint, IReadOnlyList<string> deals)
{
    private readonly Uri[] _addresses = [.. deals.Select(deal => Of(baseAddress, endpoint, deal))];

    /// <summary>Whether they are asked by somebody who has the answers.</summary>
    public bool AreConditional => endpoint.IsConditional;

    /// <summary>The address for the deal at a position, counted round and round.</summary>
    public Uri this[int position] => _addresses[position % _addresses.Length];

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
