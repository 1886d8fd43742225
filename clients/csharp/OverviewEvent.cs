using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Text.Json;

namespace DealInsights.Client;

/// <summary>An event of an overview stream.</summary>
/// <param name="Name"><c>earlier</c>, <c>statement</c>, <c>final</c> or <c>error</c>.</param>
/// <param name="Statement">A statement of the new overview; null for other events.</param>
/// <param name="Overview">The final overview, or the earlier one; null for other events.</param>
/// <param name="Problem">Why the stream broke; null for other events.</param>
public sealed record OverviewEvent(string Name, Statement? Statement = null, Overview? Overview = null, ProblemDetails? Problem = null);

/// <summary>Reads the events of a stream, for which generators have no type.</summary>
public static class OverviewEvents
{
    /// <summary>Yields each event as it arrives, and disposes of the stream at its end.</summary>
    /// <param name="stream">The result of <see cref="IDealInsightsClient.StreamDealOverviewAsync"/>.</param>
    /// <param name="cancellationToken">Stops reading; the overview is still finished for others who wait for it.</param>
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
