using DealInsights.LoadTest.Load;

namespace DealInsights.LoadTest.Targets;

/// <summary>The share of the bare server's requests a second that an endpoint has to reach.</summary>
/// <param name="Endpoint">The endpoint's name.</param>
/// <param name="RequiredRatio">Service by bare server.</param>
/// <param name="Words">The ratio as it is spoken.</param>
internal sealed record BaselineTarget(string Endpoint, double RequiredRatio, string Words)
{
    /// <summary><c>deal-info</c> reads the store for each answer; an overview that was written once need not, nor one
    /// that the caller has.</summary>
    public static readonly IReadOnlyList<BaselineTarget> All =
    [
        new(ContractEndpoint.DealInfo.Name, 1.0 / 3, "a third"),
        new(ContractEndpoint.Overview.Name, 1.0 / 2, "half"),
        new(ContractEndpoint.KnownOverview.Name, 1.0 / 2, "half"),
    ];

    /// <summary>The endpoint's target.</summary>
    /// <returns>Null where there is none: the bare server then is not measured beside it.</returns>
    public static BaselineTarget? For(string endpoint) => All.FirstOrDefault(target => target.Endpoint == endpoint);
}
