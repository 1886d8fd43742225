namespace DealInsights.LoadTest.Targets;

/// <summary>How a measured time stands to the contract's three limits, from best to worst.</summary>
internal enum Grade
{
    /// <summary>Below the target.</summary>
    Target,

    /// <summary>Not below the target, but below what is acceptable.</summary>
    Acceptable,

    /// <summary>Not acceptable, but not above the limit from which the contract speaks of slow.</summary>
    BeyondAcceptable,

    /// <summary>Above the slow limit.</summary>
    Slow,
}
