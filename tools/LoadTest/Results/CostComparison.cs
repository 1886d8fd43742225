using DealInsights.LoadTest.Load;

namespace DealInsights.LoadTest.Results;

/// <summary>What something costs that a service does with every request: beside the same without it, in rounds that took turns.</summary>
internal sealed record CostComparison
{
    /// <summary>The share of the throughput that has to be left by a check of credentials.</summary>
    public const double RequiredWithCredentials = 0.95;

    /// <summary>The share of the throughput that has to be left by logs and metrics.</summary>
    public const double RequiredWhenObserved = 0.9;

    /// <summary>The series that has it, as the results name it.</summary>
    public required string Name { get; init; }

    /// <summary>What it is compared with, in words.</summary>
    public required string ComparedWith { get; init; }

    /// <summary>With by without in requests a second, for each pair of rounds.</summary>
    public required IReadOnlyList<double> Ratios { get; init; }

    /// <summary>Without by with in the service's processor time a request; null when its process is unknown.</summary>
    public required double? CpuRatio { get; init; }

    /// <summary>The least that <see cref="Ratio"/> has to be.</summary>
    public required double RequiredRatio { get; init; }

    public double Ratio => Median.Of(Ratios);

    public bool IsMet => Ratio >= RequiredRatio;

    /// <summary>Every series that was measured beside the same without what it has.</summary>
    public static IReadOnlyList<CostComparison> AllOf(IReadOnlyList<SustainedResult> sustained) =>
        [.. sustained.Where(series => !series.IsBaseline).Select(series => Of(series, sustained)).OfType<CostComparison>()];

    private static CostComparison? Of(SustainedResult with, IReadOnlyList<SustainedResult> sustained)
    {
        return with.Variant is { } credentials
            ? Beside(UncheckedCredentials.NameOf(credentials), "requests without the check", RequiredWithCredentials)
            : Beside(SustainedResult.Unobserved, "requests to the service without logs and metrics", RequiredWhenObserved);

        CostComparison? Beside(string variant, string comparedWith, double required)
        {
            var without = sustained.FirstOrDefault(series => series.Variant == variant && series.Endpoint == with.Endpoint);
            var ratios = with.Rounds
                .Zip(without?.Rounds ?? [], (one, other) => one.RequestsPerSecond / other.RequestsPerSecond)
                .Where(double.IsFinite)
                .ToList();

            return ratios.Count == 0
                ? null
                : new CostComparison
                {
                    Name = with.Name,
                    ComparedWith = comparedWith,
                    Ratios = ratios,
                    CpuRatio = without?.ServerCpuPerRequest / with.ServerCpuPerRequest,
                    RequiredRatio = required,
                };
        }
    }
}
