using DealInsights.LoadTest.Measurement;
using DealInsights.LoadTest.Targets;

namespace DealInsights.LoadTest.Results;

/// <summary>The bursts of one size.</summary>
internal sealed record BurstResult
{
    public required int AtOnce { get; init; }

    /// <summary>From the first request to the last answer, for each repeat in turn, in milliseconds.</summary>
    public required IReadOnlyList<double> WholeBursts { get; init; }

    public required AnswerSummary Answers { get; init; }

    /// <summary>The same answers by the endpoint's name.</summary>
    public required IReadOnlyDictionary<string, AnswerSummary> ByEndpoint { get; init; }

    public double MedianBurst => Median.Of(WholeBursts);

    public double SlowestBurst => WholeBursts.Max();

    public BurstTarget? Target => BurstTarget.For(AtOnce);

    /// <summary>
    /// The slowest repeat's grade; null when the contract has no limits for this size, or when a request failed: a
    /// quick refusal must not earn a good grade.
    /// </summary>
    public Grade? Grade => Answers.Failed == 0 ? Target?.GradeOf(TimeSpan.FromMilliseconds(SlowestBurst)) : null;

    public static BurstResult Of(
        int atOnce, IReadOnlyList<TimeSpan> wholeBursts, IReadOnlyDictionary<string, RequestTally> tallies) => new()
        {
            AtOnce = atOnce,
            WholeBursts = [.. wholeBursts.Select(burst => burst.TotalMilliseconds)],
            Answers = AnswerSummary.OfAll(tallies.Values),
            ByEndpoint = tallies
                .Where(endpoint => endpoint.Value.Requests > 0)
                .ToDictionary(endpoint => endpoint.Key, endpoint => AnswerSummary.Of(endpoint.Value)),
        };
}
