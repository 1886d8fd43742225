using System.ClientModel;
using System.Text.Json;
using DealInsights.Domain.Insights;

namespace DealInsights.Infrastructure.LanguageModel;

/// <summary>The model gave no usable answer. Never leaves this layer: the offline rules answer instead.</summary>
/// <param name="reason">Why.</param>
/// <param name="innerException">What its client reported, if anything. May quote the model's answer: not for the log.</param>
internal sealed class LanguageModelException(ModelFailure reason, Exception? innerException = null)
    : Exception($"The language model gave no usable answer: {reason}.", innerException)
{
    /// <summary>Why.</summary>
    public ModelFailure Reason { get; } = reason;

    /// <summary>The HTTP status of the answer; <see langword="null"/> when there was none, or it was a success.</summary>
    public int? Status => InnerException is ClientResultException { Status: > 0 } answered ? answered.Status : null;

    /// <summary>Sorts whatever a call to the model can end with.</summary>
    public static LanguageModelException From(Exception failure) => new(ReasonOf(failure), failure);

    private static ModelFailure ReasonOf(Exception failure) => failure switch
    {
        OperationCanceledException => ModelFailure.Timeout,
        ClientResultException { Status: 400 } refused when IsContentFilter(refused) => ModelFailure.Filtered,
        // What the client throws when it cannot make sense of a successful answer: not JSON, no choices, an unknown
        // finish reason, a missing part.
        JsonException or ArgumentException or FormatException or NullReferenceException or KeyNotFoundException
            or InvalidOperationException => ModelFailure.Invalid,
        // Error statuses, broken connections, no identity to sign in with.
        _ => ModelFailure.Unavailable,
    };

    private static bool IsContentFilter(ClientResultException refused)
    {
        try
        {
            using var body = JsonDocument.Parse(refused.GetRawResponse()?.Content ?? BinaryData.Empty);

            return body.RootElement.GetProperty("error").GetProperty("code").ValueEquals("content_filter");
        }
        catch (Exception unreadable) when (unreadable is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return false;
        }
    }
}
