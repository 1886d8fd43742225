namespace DealInsights.LoadTest.Targets;

/// <summary>The contract's limits for the whole of a burst, from its first request to its last answer.</summary>
internal sealed record BurstTarget(int AtOnce, TimeSpan Target, TimeSpan Acceptable, TimeSpan Slow)
{
    /// <summary>What users of the service know, with a model that takes one to two seconds.</summary>
    public static readonly IReadOnlyList<BurstTarget> Contract =
    [
        Seconds(atOnce: 1, target: 2, acceptable: 5, slow: 10),
        Seconds(atOnce: 3, target: 3, acceptable: 7, slow: 15),
        Seconds(atOnce: 10, target: 5, acceptable: 10, slow: 20),
    ];

    /// <summary>The contract's limits for so many requests at once.</summary>
    /// <returns>Null where the contract has none.</returns>
    public static BurstTarget? For(int atOnce) => Contract.FirstOrDefault(target => target.AtOnce == atOnce);

    public Grade GradeOf(TimeSpan wholeBurst) =>
        wholeBurst < Target ? Grade.Target
        : wholeBurst < Acceptable ? Grade.Acceptable
        : wholeBurst <= Slow ? Grade.BeyondAcceptable
        : Grade.Slow;

    private static BurstTarget Seconds(int atOnce, int target, int acceptable, int slow) => new(
        atOnce, TimeSpan.FromSeconds(target), TimeSpan.FromSeconds(acceptable), TimeSpan.FromSeconds(slow));
}
