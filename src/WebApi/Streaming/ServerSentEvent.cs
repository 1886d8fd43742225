namespace DealInsights.WebApi.Streaming;

/// <summary>An event of a stream.</summary>
/// <param name="Name">The event's name.</param>
/// <param name="Data">The data, written as JSON on one line.</param>
/// <param name="RetryAfter">When the client may connect again; <see langword="null"/> where that is its own affair.</param>
internal sealed record ServerSentEvent(string Name, object Data, TimeSpan? RetryAfter = null);
