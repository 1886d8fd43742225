using System.ClientModel;
using System.ClientModel.Primitives;
using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json;
using DealInsights.Domain.Insights;
using Polly.CircuitBreaker;

namespace DealInsights.Infrastructure.OpenAi;

/// <summary>The model gave no usable answer. Never leaves Infrastructure: the offline rules answer instead.</summary>
/// <param name="reason">Why.</param>
/// <param name="innerException">The client's exception, if any. May quote the model's answer, so it must not be logged.</param>
internal sealed class LanguageModelException(ModelFailure reason, Exception? innerException = null)
    : Exception($"The language model gave no usable answer: {reason}.", innerException)
{
    /// <summary>Why.</summary>
    public ModelFailure Reason { get; } = reason;

    /// <summary>The HTTP status of the answer; <see langword="null"/> when there was none, or it was a success.</summary>
    public int? Status => InnerException is ClientResultException { Status: > 0 } answered ? answered.Status : null;

    /// <summary>Whether the model was not called at all, since its circuit is open.</summary>
    public bool IsShortCircuit => InnerException is BrokenCircuitException;

    /// <summary>
    /// Whether a retry may help: a transient status, no connection, no answer in time. Not an answer that broke off, which
    /// would be paid twice.
    /// </summary>
    public bool IsTransient => Reason switch
    {
        ModelFailure.Timeout => true,
        ModelFailure.Unavailable => IsPassing(Status) || InnerException is ClientResultException { Status: 0 },
        _ => false,
    };

    /// <summary>
    /// Whether the failure counts for the circuit breaker, because the next question will probably fail too. A rejected key
    /// counts; other rejections concern one question.
    /// </summary>
    public bool SpeaksAgainstTheModel => Reason switch
    {
        ModelFailure.Timeout => true,
        ModelFailure.Unavailable => Status is null or 401 or 403 || IsPassing(Status),
        _ => false,
    };

    /// <summary>How long the model asks its caller to wait; never negative.</summary>
    /// <returns><see langword="null"/> without a readable value.</returns>
    public TimeSpan? RetryAfter(DateTimeOffset now) =>
        InnerException is ClientResultException answered && answered.GetRawResponse() is { } response
            ? RetryAfter(response.Headers, now)
            : null;

    /// <summary>Classifies an exception of a call to the model.</summary>
    public static LanguageModelException From(Exception failure) => new(ReasonOf(failure), failure);

    private static ModelFailure ReasonOf(Exception failure) => failure switch
    {
        OperationCanceledException => ModelFailure.Timeout,
        ClientResultException { Status: 400 } refused when IsContentFilter(refused) => ModelFailure.Filtered,
        // The client throws these for a successful answer that it cannot read: no JSON, no choices, an unknown finish
        // reason, a missing part.
        JsonException or ArgumentException or FormatException or NullReferenceException or KeyNotFoundException
            or InvalidOperationException => ModelFailure.Invalid,
        // Error statuses, broken connections, no identity to sign in with.
        _ => ModelFailure.Unavailable,
    };

    // "retry-after-ms" takes precedence over "Retry-After" in seconds or as a date; a past date means at once.
    private static TimeSpan? RetryAfter(PipelineResponseHeaders headers, DateTimeOffset now)
    {
        if (headers.TryGetValue("retry-after-ms", out var text)
            && double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var milliseconds)
            && milliseconds <= int.MaxValue)
        {
            return TimeSpan.FromMilliseconds(milliseconds);
        }

        if (!headers.TryGetValue("Retry-After", out text) || !RetryConditionHeaderValue.TryParse(text, out var asked))
        {
            return null;
        }

        var wait = asked.Delta ?? asked.Date - now;

        return wait < TimeSpan.Zero ? TimeSpan.Zero : wait;
    }

    private static bool IsPassing(int? status) => status is 408 or 429 or 500 or 502 or 503 or 504;

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
