using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Text.Json;

namespace DealInsights.Client;

/// <summary>One event of an overview that is read along while it is written.</summary>
/// <param name="Name"><c>earlier</c>, <c>draft</c>, <c>draft-discarded</c>, <c>final</c> or <c>error</c>.</param>
/// <param name="Draft">More of the draft; null unless that is the event.</param>
/// <param name="Overview">The final overview, or the earlier one; null for every other event.</param>
/// <param name="Problem">Why the stream broke; null unless it did.</param>
public sealed record OverviewEvent(string Name, Draft? Draft = null, Overview? Overview = null, ProblemDetails? Problem = null);

/// <summary>Reads the events of a stream, for which no generator has a type.</summary>
public static class OverviewEvents
{
    /// <summary>Yields each event when it comes, and disposes of the stream at its end.</summary>
    /// <param name="stream">What <see cref="IDealInsightsClient.FollowDealOverviewAsync"/> answered.</param>
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
                    "draft" => new OverviewEvent(item.EventType, Draft: JsonSerializer.Deserialize<Draft>(item.Data)),
                    "earlier" or "final" => new OverviewEvent(item.EventType, Overview: JsonSerializer.Deserialize<Overview>(item.Data)),
                    "error" => new OverviewEvent(item.EventType, Problem: JsonSerializer.Deserialize<ProblemDetails>(item.Data)),
                    var name => new OverviewEvent(name),
                };
            }
        }
    }
}
