namespace DealInsights.LoadTest.Load;

/// <summary>
/// The questions of a soak in their order: every endpoint about the first deal, then about the second, and so on. An
/// address is built when it is asked for, because there may be millions.
/// </summary>
internal sealed class SoakQuestions(
    Uri baseAddress, IReadOnlyList<ContractEndpoint> endpoints, IReadOnlyList<string> deals)
{
    public IReadOnlyList<ContractEndpoint> Endpoints => endpoints;

    public int Count => deals.Count * endpoints.Count;

    public (ContractEndpoint Endpoint, Uri Address) this[int position]
    {
        get
        {
            var (deal, turn) = Math.DivRem(position, endpoints.Count);
            return (endpoints[turn], DealAddresses.Of(baseAddress, endpoints[turn], deals[deal]));
        }
    }
}
