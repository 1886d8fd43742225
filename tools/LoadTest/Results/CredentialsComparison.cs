using DealInsights.LoadTest.Load;

namespace DealInsights.LoadTest.Results;

/// <summary>
/// An endpoint asked with credentials beside the same requests with credentials that are not checked, in rounds that took
/// turns.
/// </summary>
internal sealed record CredentialsComparison
{
    /// <summary>The share of the throughput without the check that has to be left.</summary>
    public const double RequiredRatio = 0.95;

    /// <summary>The series with credentials, as the results name it.</summary>
    public required string Name { get; init; }

    /// <summary>With by without in requests a second, for each pair of rounds.</summary>
    public required IReadOnlyList<double> Ratios { get; init; }

    /// <summary>Without by with in the service's processor time a request; null when its process is unknown.</summary>
    public required double? CpuRatio { get; init; }

    public double Ratio => Median.Of(Ratios);

    public bool IsMet => Ratio >= RequiredRatio;

    /// <summary>Every series with credentials that was measured beside the same without the check.</summary>
    public static IReadOnlyList<CredentialsComparison> AllOf(IReadOnlyList<SustainedResult> sustained) =>
    [
        .. from with in sustained
           where with.Credentials is not null
           let uncheckedName = UncheckedCredentials.NameOf(with.Credentials!)
           let without = sustained.FirstOrDefault(series => series.Credentials == uncheckedName && series.Endpoint == with.Endpoint)
           where without is not null
           let ratios = with.Rounds.Zip(without.Rounds, (one, other) => one.RequestsPerSecond / other.RequestsPerSecond).Where(double.IsFinite).ToList()
           where ratios.Count > 0
           select new CredentialsComparison
           {
               Name = with.Name,
               Ratios = ratios,
               CpuRatio = without.ServerCpuPerRequest / with.ServerCpuPerRequest,
           },
    ];
}
