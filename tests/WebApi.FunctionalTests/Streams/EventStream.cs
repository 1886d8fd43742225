using System.Net.ServerSentEvents;
using System.Text.Json;

namespace DealInsights.WebApi.FunctionalTests.Streams;

/// <summary>A client of one stream of events, with a connection of its own.</summary>
internal sealed class EventStream : IAsyncDisposable
{
    private readonly HttpClient _client;
    private readonly Stream _body;
    private readonly IAsyncEnumerator<SseItem<string>> _events;
    private readonly List<ReceivedEvent> _received = [];

    private EventStream(HttpClient client, HttpResponseMessage response, Stream body)
    {
        _client = client;
        _body = body;
        _events = SseParser.Create(body).EnumerateAsync().GetAsyncEnumerator();
        Response = response;
    }

    public HttpResponseMessage Response { get; }

    /// <summary>What came so far.</summary>
    public IReadOnlyList<ReceivedEvent> Received => _received;

    /// <summary>The texts of the statements that were received.</summary>
    public IReadOnlyList<string?> Statements =>
        [.. _received.Where(received => received.Name == "statement").Select(received => received.Json.GetProperty("text").GetString())];

    /// <summary>Follows the overview of a deal. Returns when the answer has begun.</summary>
    public static async Task<EventStream> OpenAsync(DealInsightsApi api, string dealName)
    {
        var client = new HttpClient(new SocketsHttpHandler { UseProxy = false })
        {
            BaseAddress = api.Client.BaseAddress,
            Timeout = DealInsightsApi.Patience,
        };
        var response = await client.GetAsync(AddressOf(dealName), HttpCompletionOption.ResponseHeadersRead);

        return new EventStream(client, response, await response.Content.ReadAsStreamAsync());
    }

    public static string AddressOf(string dealName) => V3.Of(dealName, "/overview/stream");

    /// <summary>The next event; null at the end.</summary>
    public async Task<ReceivedEvent?> NextAsync()
    {
        if (!await _events.MoveNextAsync().AsTask().WaitAsync(DealInsightsApi.Patience))
        {
            return null;
        }

        var item = _events.Current;
        _received.Add(new ReceivedEvent(item.EventType, item.EventId, item.ReconnectionInterval, JsonElement.Parse(item.Data)));

        return _received[^1];
    }

    /// <summary>Reads until so many statements were received.</summary>
    public async Task UntilStatementsAsync(int count)
    {
        while (Statements.Count < count)
        {
            Assert.That(await NextAsync(), Is.Not.Null, "The stream ended before.");
        }
    }

    /// <summary>Reads to the end; the last event.</summary>
    public async Task<ReceivedEvent> ToEndAsync()
    {
        while (await NextAsync() is not null)
        {
            // Kept.
        }

        return _received[^1];
    }

    /// <summary>Leaves.</summary>
    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        Response.Dispose();
        await _body.DisposeAsync();
    }
}

/// <summary>An event that came.</summary>
internal sealed record ReceivedEvent(string Name, string? Id, TimeSpan? Retry, JsonElement Json);
