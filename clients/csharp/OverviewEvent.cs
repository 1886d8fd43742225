using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Text.Json;

namespace DealInsights.Client;

/// <summary>One event of an overview that is read while it is written.</summary>
/// <param name="Name"><c>earlier</c>, <c>statement</c>, <c>final</c> or <c>error</c>.</param>
/// <param name="Statement">A statement of the new overview; null for every other event.</param>
/// <param name="Overview">The final overview, or the earlier one; null for every other event.</param>
/// <param name="Problem">Why the stream broke; null unless it did.</param>
public sealed record OverviewEvent(string Name, Statement? Statement = null, Overview? Overview = null, ProblemDetails? Problem = null);

/// <summary>Reads the events of a stream, for which no generator has a type.</summary>
public static class OverviewEvents
{
    /// <summary>Yields each event when it comes, and disposes of the stream at its end.</summary>
    /// <param name="stream">What <see cref="IDealInsightsClient.StreamDealOverviewAsync"/> returned.</param>
    /// <param name="cancellationToken">Stops listening, which stops nothing that others wait for.</param>
    public static async IAsyncEnumerable<OverviewEvent> ReadOverviewEventsAsync(
        this FileResponse stream, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(stream);
        using (stream)
        {
            await foreach (var item in SseParser.Create(stream.Stream).EnumerateAsync(cancellationToken))
            {
                yield return item.EventType switch
                {
                    "statement" => new OverviewEvent(item.EventType, Statement: JsonSerializer.Deserialize<Statement>(item.Data)),
                    "earlier" or "final" => new OverviewEvent(item.EventType, Overview: JsonSerializer.Deserialize<Overview>(item.Data)),
                    "error" => new OverviewEvent(item.EventType, Problem: JsonSerializer.Deserialize<ProblemDetails>(item.Data)),
                    var name => new OverviewEvent(name),
                };
            }
        }
    }
}
