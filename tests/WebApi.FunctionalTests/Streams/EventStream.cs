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

    /// <summary>The draft as it stands, whose pieces have to fit together.</summary>
    public string Draft
    {
        get
        {
            var draft = "";
            foreach (var received in _received)
            {
                if (received.Name == "draft")
                {
                    Assert.That(received.Json.GetProperty("position").GetInt32(), Is.EqualTo(draft.Length));
                    draft += received.Json.GetProperty("text").GetString();
                }
                else if (received.Name == "draft-discarded")
                {
                    draft = "";
                }
            }

            return draft;
        }
    }

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

    public static string AddressOf(string dealName) => $"/api/v3/deals/{Uri.EscapeDataString(dealName)}/overview/stream";

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

    /// <summary>Reads until the draft reads so.</summary>
    public async Task UntilDraftAsync(string draft)
    {
        while (Draft != draft)
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
