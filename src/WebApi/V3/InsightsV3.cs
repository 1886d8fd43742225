namespace DealInsights.WebApi.V3;

/// <summary>What is known about a deal, part by part. A part that was not asked for is null.</summary>
public sealed record InsightsV3
{
    /// <summary>What is recorded of the deal.</summary>
    public required PartV3<DealV3>? Deal { get; init; }

    /// <summary>What worries the buyer.</summary>
    public required PartV3<ConcernsV3>? Concerns { get; init; }

    /// <summary>What was said in the latest meetings.</summary>
    public required PartV3<OverviewV3>? Overview { get; init; }

    /// <summary>Who is at the table.</summary>
    public required PartV3<StakeholdersV3>? Stakeholders { get; init; }
}

/// <summary>One part of what is known about a deal, or why it is missing.</summary>
public sealed record PartV3<T>
    where T : class
{
    /// <summary>Whether the part could be read.</summary>
    public required PartStatusV3 Status { get; init; }

    /// <summary>When to ask again, in seconds; null where that is not known, and when the part is there.</summary>
    public required int? RetryAfter { get; init; }

    /// <summary>The part; null unless `status` is `ok`.</summary>
    public required T? Data { get; init; }

    internal static PartV3<T> Ok(T data) => new() { Status = PartStatusV3.Ok, RetryAfter = null, Data = data };

    internal static PartV3<T> Missing(PartStatusV3 status, int? retryAfter = null) =>
        new() { Status = status, RetryAfter = retryAfter, Data = null };
}

/// <summary>Whether a part could be read.</summary>
public enum PartStatusV3
{
    /// <summary>The part is there.</summary>
    Ok,

    /// <summary>The database does not answer.</summary>
    Unavailable,

    /// <summary>The part took longer than it may.</summary>
    Timeout,

    /// <summary>Reading the part failed.</summary>
    Failed,
}
