namespace DealInsights.Domain.Insights;

/// <summary>Who produced an insight. An answer made of several parts names the least trusted of them.</summary>
/// <param name="Author">The language model, or the rules that need none.</param>
/// <param name="Reason">
/// Why the rules stood in for a configured model; <see langword="null"/> when the model answered or none is configured.
/// </param>
public sealed record InsightSource(InsightAuthor Author, ModelFailure? Reason = null)
{
    /// <summary>The configured language model answered.</summary>
    public static InsightSource Model { get; } = new(InsightAuthor.Model);

    /// <summary>No language model is configured; the offline rules answered.</summary>
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
