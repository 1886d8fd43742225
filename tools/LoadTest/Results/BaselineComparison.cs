using DealInsights.LoadTest.Targets;

namespace DealInsights.LoadTest.Results;

/// <summary>A sustained endpoint beside the bare server that answers the same, in rounds that took turns.</summary>
internal sealed record BaselineComparison
{
    public required BaselineTarget Target { get; init; }

    /// <summary>Who gave the service's answers, see <see cref="AnswerSummary.InsightShares"/>.</summary>
    public required IReadOnlyDictionary<string, double> InsightShares { get; init; }

    /// <summary>Service by bare server in requests a second, for each pair of rounds.</summary>
    public required IReadOnlyList<double> Ratios { get; init; }

    /// <summary>
    /// Bare server by service in processor time a request; null when a process is unknown. The generator, which
    /// shares the cores and therefore has a part in <see cref="Ratios"/>, is not in it.
    /// </summary>
    public required double? CpuRatio { get; init; }

    public double Ratio => Median.Of(Ratios);

    public double LowestRatio => Ratios.Min();

    public double HighestRatio => Ratios.Max();

    public bool IsMet => Ratio >= Target.RequiredRatio;

    /// <summary>Every endpoint that has a target and was measured beside the bare server.</summary>
    public static IReadOnlyList<BaselineComparison> AllOf(IReadOnlyList<SustainedResult> sustained) =>
    [
        .. sustained
            .Where(series => series is { IsBaseline: false, Variant: null })
            .Select(service => Of(
                sustained.FirstOrDefault(series => series.IsBaseline && series.Endpoint == service.Endpoint), service))
            .OfType<BaselineComparison>(),
    ];

    private static BaselineComparison? Of(SustainedResult? baseline, SustainedResult service)
    {
        if (baseline is null || BaselineTarget.For(service.Endpoint) is not { } target)
        {
            return null;
        }

        var ratios = service.Rounds
            .Zip(baseline.Rounds, (ours, bare) => ours.RequestsPerSecond / bare.RequestsPerSecond)
            .Where(double.IsFinite)
            .ToList();

        return ratios.Count == 0
            ? null
            : new BaselineComparison
            {
                Target = target,
                InsightShares = service.Answers.InsightShares,
                Ratios = ratios,
                CpuRatio = baseline.ServerCpuPerRequest / service.ServerCpuPerRequest,
            };
    }
}
