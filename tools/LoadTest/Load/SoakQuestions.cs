namespace DealInsights.LoadTest.Load;

/// <summary>
/// The questions of a soak in their order: every endpoint about the first deal, then about the second, and so on. An
/// address is built when it is asked for, because there may be millions.
/// </summary>
/// <param name="baseAddress">The service.</param>
/// <param name="endpoints">What is asked about each deal.</param>
/// <param name="deals">The deals, in order.</param>
/// <param name="isEndless">Whether the first deal comes again after the last.</param>
internal sealed class SoakQuestions(
    Uri baseAddress, IReadOnlyList<ContractEndpoint> endpoints, IReadOnlyList<string> deals, bool isEndless)
{
    public IReadOnlyList<ContractEndpoint> Endpoints => endpoints;

    public int Count => isEndless ? int.MaxValue : deals.Count * endpoints.Count;

    public (ContractEndpoint Endpoint, Uri Address) this[int position]
    {
        get
        {
            var (deal, turn) = Math.DivRem(position, endpoints.Count);
            return (endpoints[turn], DealAddresses.Of(baseAddress, endpoints[turn], deals[deal % deals.Count]));
        }
    }
}
