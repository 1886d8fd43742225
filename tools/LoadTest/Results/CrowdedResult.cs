namespace DealInsights.LoadTest.Results;

/// <summary>Why the scenario "crowded" cannot say what it is to say.</summary>
internal enum CrowdedProblem
{
    /// <summary>No deal, or too few, became stored: there is nothing to measure.</summary>
    NotStored,

    /// <summary>Answers of the measured series were not stored ones.</summary>
    SeriesNotStored,

    /// <summary>The fresh deals did not last for all rounds.</summary>
    RanOut,

    /// <summary>The crowd was answered by others than the model.</summary>
    CrowdNotByModel,

    /// <summary>Fewer requests were in flight than wanted.</summary>
    CrowdTooThin,
}

/// <summary>Stored answers alone, and the same while the model is asked for many others.</summary>
internal sealed record CrowdedResult
{
    /// <summary>The crowded p99 may be so many times the p99 alone.</summary>
    public const double AllowedRatio = 1.5;

    /// <summary>A share of others above one in a hundred would be the p99; this leaves it a tenth of that.</summary>
    public const double RequiredStoredShare = 0.999;

    /// <summary>Some calls may have failed over to the offline rules without changing what is measured.</summary>
    public const double RequiredModelShare = 0.95;

    /// <summary>The share of the wanted requests that has to be in flight on average.</summary>
    public const double RequiredCrowd = 0.9;

    /// <summary>The last answers of the deals that were asked before the first round.</summary>
    public required AnswerSummary Preparation { get; init; }

    /// <summary>How many deals were to be measured.</summary>
    public required int Deals { get; init; }

    /// <summary>How many of them were stored, and measured; the others were left out.</summary>
    public required int StoredDeals { get; init; }

    /// <summary>Null when there was nothing to measure.</summary>
    public required SustainedResult? Alone { get; init; }

    /// <inheritdoc cref="Alone"/>
    public required SustainedResult? Crowded { get; init; }

    /// <summary>How many requests for fresh deals were to be in flight.</summary>
    public required int ModelCalls { get; init; }

    /// <summary>How many were in flight on average, in the middle round; null without a complete round.</summary>
    public required double? AverageInFlight { get; init; }

    /// <summary>What came back for the fresh deals.</summary>
    public required AnswerSummary Crowd { get; init; }

    public required int FreshDeals { get; init; }

    public required int FreshDealsUsed { get; init; }

    /// <summary>How long there was a crowd.</summary>
    public required double CrowdSeconds { get; init; }

    /// <summary>How long there is one in a run that comes to its end.</summary>
    public required double PlannedCrowdSeconds { get; init; }

    /// <summary>Estimated from how quickly they were used; zero when none was.</summary>
    public double FreshDealsNeeded => CrowdSeconds > 0 ? FreshDealsUsed / CrowdSeconds * PlannedCrowdSeconds : 0;

    /// <summary>The fresh deals ran out; the round in which they did was cut short.</summary>
    public required bool RanOut { get; init; }

    /// <summary>Ctrl+C ended it, so that nothing missing is a problem of the service's.</summary>
    public required bool EndedEarly { get; init; }

    /// <summary>Crowded by alone, for each pair of rounds.</summary>
    public IReadOnlyList<double> P99Ratios => Alone is null || Crowded is null
        ? []
        : [
            .. Alone.Rounds
                .Zip(Crowded.Rounds, (alone, crowded) => crowded.P99 / alone.P99)
                .Where(ratio => ratio > 0 && double.IsFinite(ratio)),
        ];

    /// <summary>The median of the pairs of rounds; null when there is none.</summary>
    public double? P99Ratio => P99Ratios.Count > 0 ? Median.Of(P99Ratios) : null;

    public IReadOnlyList<CrowdedProblem> Problems => EndedEarly ? [] : [.. FindProblems()];

    /// <summary>Null when a problem leaves it open.</summary>
    public bool? IsMet => Problems.Count == 0 && !EndedEarly && P99Ratio is { } ratio ? ratio <= AllowedRatio : null;

    public long Failed => (Alone?.Answers.Failed ?? 0) + (Crowded?.Answers.Failed ?? 0) + Crowd.Failed;

    private IEnumerable<CrowdedProblem> FindProblems()
    {
        if (Alone is null)
        {
            yield return CrowdedProblem.NotStored;
        }

        if (IsTooOftenAnother(Alone) || IsTooOftenAnother(Crowded))
        {
            yield return CrowdedProblem.SeriesNotStored;
        }

        if (RanOut)
        {
            yield return CrowdedProblem.RanOut;
        }

        if (Crowd.Latency.Count > 0 && Crowd.ModelShare < RequiredModelShare)
        {
            yield return CrowdedProblem.CrowdNotByModel;
        }

        if (!RanOut && AverageInFlight < RequiredCrowd * ModelCalls)
        {
            yield return CrowdedProblem.CrowdTooThin;
        }
    }

    private static bool IsTooOftenAnother(SustainedResult? series) =>
        series is { Answers.Latency.Count: > 0 } && series.Answers.StoredShare < RequiredStoredShare;
}
