using System.Runtime.InteropServices;
using DealInsights.LoadTest.CommandLine;
using DealInsights.LoadTest.Targets;

namespace DealInsights.LoadTest.Results;

/// <summary>The circumstances of a run; no machine's or user's name, so that a report can be shown.</summary>
internal sealed record RunFacts
{
    public required DateTimeOffset StartedAt { get; init; }

    public required Uri BaseAddress { get; init; }

    public required int Deals { get; init; }

    public required int Connections { get; init; }

    /// <summary>The length of a sustained round, in seconds.</summary>
    public required double RoundSeconds { get; init; }

    /// <summary>Ctrl+C ended the run before its end.</summary>
    public required bool EndedEarly { get; init; }

    public int Cores { get; } = Environment.ProcessorCount;

    public string OperatingSystem { get; } = RuntimeInformation.OSDescription;

    public string Architecture { get; } = RuntimeInformation.OSArchitecture.ToString();

    public string Runtime { get; } = RuntimeInformation.FrameworkDescription;

    public static RunFacts Of(LoadTestOptions options, int deals, DateTimeOffset startedAt, bool endedEarly) => new()
    {
        StartedAt = startedAt,
        BaseAddress = options.BaseAddress,
        Deals = deals,
        Connections = options.Connections,
        RoundSeconds = options.Duration.TotalSeconds,
        EndedEarly = endedEarly,
    };
}

/// <summary>All that a run found out.</summary>
internal sealed record LoadTestResult
{
    public required RunFacts Facts { get; init; }

    public required IReadOnlyList<BurstResult> Bursts { get; init; }

    public required IReadOnlyList<SustainedResult> Sustained { get; init; }

    /// <summary>Null when it was not asked for.</summary>
    public SoakResult? Soak { get; init; }

    /// <summary>Null when it was not asked for.</summary>
    public CrowdedResult? Crowded { get; init; }

    /// <summary>Null when it was not asked for.</summary>
    public StreamResult? Streams { get; init; }

    public IReadOnlyList<BaselineComparison> Comparisons => BaselineComparison.AllOf(Sustained);

    public IReadOnlyList<CostComparison> Costs => CostComparison.AllOf(Sustained);

    public long Failed =>
        Bursts.Sum(burst => burst.Answers.Failed)
        + Sustained.Sum(series => series.Answers.Failed)
        + (Soak?.Answers.Failed ?? 0)
        + (Crowded?.Failed ?? 0)
        + (Streams?.Failures.Count ?? 0);

    /// <summary>A scenario could not measure what it was asked for.</summary>
    public bool HasProblem => Crowded is { Problems.Count: > 0 } || Streams is { IsMet: null };

    /// <summary>
    /// A ratio to the bare server is too low, credentials or logs cost too much, a burst took longer than the contract calls
    /// acceptable, memory did not stay flat, stored answers were slowed down too much, or streams began too late. What no
    /// verdict was given on is not missed.
    /// </summary>
    public bool MissesTarget =>
        Comparisons.Any(comparison => !comparison.IsMet)
        || Costs.Any(comparison => !comparison.IsMet)
        || Bursts.Any(burst => burst.Grade is Grade.BeyondAcceptable or Grade.Slow)
        || Soak is { IsFlat: false }
        || Crowded is { IsMet: false }
        || Streams is { IsMet: false };
}
