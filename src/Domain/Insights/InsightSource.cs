namespace DealInsights.Domain.Insights;

/// <summary>The author of an insight, and its freshness.</summary>
/// <param name="Author">The language model or the offline rules.</param>
/// <param name="Reason">
/// Why the offline rules replaced a configured model; <see langword="null"/> when the model answered, when none is
/// configured, and when there was too little text to ask it.
/// </param>
/// <param name="Freshness">How it relates to current data. Insights of the offline rules are always new.</param>
public sealed record InsightSource(
    InsightAuthor Author, ModelFailure? Reason = null, InsightFreshness Freshness = InsightFreshness.New)
{
    /// <summary>The configured language model answered.</summary>
    public static InsightSource Model { get; } = new(InsightAuthor.Model);

    /// <summary>The language model answered the same question earlier.</summary>
    public static InsightSource Stored { get; } = new(InsightAuthor.Model, Freshness: InsightFreshness.Stored);

    /// <summary>The language model answered earlier, from data that has changed since.</summary>
    public static InsightSource Stale { get; } = new(InsightAuthor.Model, Freshness: InsightFreshness.Stale);

    /// <summary>The offline rules answered, because no model is configured or there was too little text to ask it.</summary>
    public static InsightSource Offline { get; } = new(InsightAuthor.Offline);

    /// <summary>The offline rules replaced a model that failed.</summary>
    public static InsightSource OfflineBecause(ModelFailure reason) => new(InsightAuthor.Offline, reason);
}

/// <summary>The author of an insight.</summary>
public enum InsightAuthor
{
    /// <summary>A language model.</summary>
    Model,

    /// <summary>The deterministic offline rules.</summary>
    Offline,
}

/// <summary>How an insight relates to the data that it is about.</summary>
public enum InsightFreshness
{
    /// <summary>Generated from current data for this response.</summary>
    New,

    /// <summary>Generated earlier from data that is still current.</summary>
    Stored,

    /// <summary>Generated earlier from data that has changed since.</summary>
    Stale,
}

/// <summary>Why a configured model gave no usable answer.</summary>
public enum ModelFailure
{
    /// <summary>It did not answer in time.</summary>
    Timeout,

    /// <summary>It could not be reached, refused the call, or answered with an error.</summary>
    Unavailable,

    /// <summary>Its content filter withheld the question or the answer, or the model declined.</summary>
    Filtered,

    /// <summary>It answered, but not in a form that can be used.</summary>
    Invalid,
}
