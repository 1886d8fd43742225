using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Net.Http.Headers;

namespace DealInsights.WebApi.Streaming;

/// <summary>
/// Writes server-sent events and flushes each. The framework's writer supports neither comments nor a final error event.
/// </summary>
internal sealed class EventStreamWriter(HttpContext context, JsonSerializerOptions json)
{
    /// <summary>The media type of a stream of events.</summary>
    public const string MediaType = "text/event-stream";

    private int _lastId;

    /// <summary>Whether the response has started, after which the status cannot change.</summary>
    public bool HasStarted => context.Response.HasStarted;

    /// <summary>
    /// Sets the headers unless the response has started: no caching and no buffering. The first event or comment calls this
    /// too.
    /// </summary>
    public void SetHeaders()
    {
        if (HasStarted)
        {
            return;
        }

        context.Response.ContentType = MediaType;
        context.Response.Headers.CacheControl = "no-store";
        context.Response.Headers["X-Accel-Buffering"] = "no";
        context.Response.Headers.Vary = HeaderNames.Origin;
        context.Features.GetRequiredFeature<IHttpResponseBodyFeature>().DisableBuffering();
    }

    /// <summary>Sends an event, with the next number as its identifier.</summary>
    public async Task WriteAsync(ServerSentEvent message, CancellationToken cancellationToken)
    {
        SetHeaders();
        var head = new StringBuilder()
            .Append("id: ").Append((++_lastId).ToString(CultureInfo.InvariantCulture))
            .Append("\nevent: ").Append(message.Name);
        if (message.RetryAfter is { } wait)
        {
            head.Append("\nretry: ").Append(wait.TotalMilliseconds.ToString("F0", CultureInfo.InvariantCulture));
        }

        var body = context.Response.BodyWriter;
        Encoding.UTF8.GetBytes(head.Append("\ndata: ").ToString(), body);
        using (var writer = new Utf8JsonWriter(body, new JsonWriterOptions { Encoder = json.Encoder }))
        {
            // Line breaks are escaped in JSON that is not indented, so it is one line.
            JsonSerializer.Serialize(writer, message.Data, json);
        }

        body.Write("\n\n"u8);
        await body.FlushAsync(cancellationToken);
    }

    /// <summary>Sends a comment, which clients ignore.</summary>
    public async Task WriteHeartbeatAsync(CancellationToken cancellationToken)
    {
        SetHeaders();
        context.Response.BodyWriter.Write(":\n\n"u8);
        await context.Response.BodyWriter.FlushAsync(cancellationToken);
    }
}
