namespace DealInsights.LoadTest.Results;

/// <summary>The sustained <c>deal-info</c> beside the bare server, in rounds that took turns.</summary>
internal sealed record BaselineComparison
{
    /// <summary>The share of the bare server's requests a second that <c>deal-info</c> has to reach.</summary>
    public const double RequiredRatio = 1.0 / 3;

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

    public bool IsMet => Ratio >= RequiredRatio;

    /// <returns>Null when one of the two was not measured.</returns>
    public static BaselineComparison? Of(SustainedResult? baseline, SustainedResult? service)
    {
        if (baseline is null || service is null)
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
                Ratios = ratios,
                CpuRatio = baseline.ServerCpuPerRequest / service.ServerCpuPerRequest,
            };
    }
}
