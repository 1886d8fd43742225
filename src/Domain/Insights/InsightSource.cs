namespace DealInsights.Domain.Insights;

/// <summary>Who produced an insight, and whether for this answer.</summary>
/// <param name="Author">The language model, or the rules that need none.</param>
/// <param name="Reason">
/// Why the rules stood in for a configured model; <see langword="null"/> when the model answered, when none is
/// configured, and when there was too little to ask it.
/// </param>
/// <param name="Freshness">Whether it was made for this answer or is remembered. What the rules say is always new.</param>
public sealed record InsightSource(
    InsightAuthor Author, ModelFailure? Reason = null, InsightFreshness Freshness = InsightFreshness.New)
{
    /// <summary>The configured language model answered.</summary>
    public static InsightSource Model { get; } = new(InsightAuthor.Model);

    /// <summary>The language model answered the same question before.</summary>
    public static InsightSource Stored { get; } = new(InsightAuthor.Model, Freshness: InsightFreshness.Stored);

    /// <summary>The language model answered before what it was asked about had changed.</summary>
    public static InsightSource Stale { get; } = new(InsightAuthor.Model, Freshness: InsightFreshness.Stale);

    /// <summary>No language model is configured, or there was too little to ask it; the offline rules answered.</summary>
    public static InsightSource Offline { get; } = new(InsightAuthor.Offline);

    /// <summary>The offline rules stood in for a model that failed.</summary>
    public static InsightSource OfflineBecause(ModelFailure reason) => new(InsightAuthor.Offline, reason);
}

/// <summary>Who can produce an insight.</summary>
public enum InsightAuthor
{
    /// <summary>A language model.</summary>
    Model,

    /// <summary>The deterministic rules that need no model.</summary>
    Offline,
}

/// <summary>How an insight relates to the data that it is about.</summary>
public enum InsightFreshness
{
    /// <summary>Made from today's data for this answer.</summary>
    New,

    /// <summary>Made earlier from data that is the same today.</summary>
    Stored,

    /// <summary>Made earlier from data that has changed since.</summary>
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
