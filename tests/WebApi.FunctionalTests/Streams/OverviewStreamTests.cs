using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace DealInsights.WebApi.FunctionalTests.Streams;

/// <summary>An overview that is streamed while the model writes it, over each store.</summary>
[TestFixture("embedded")]
[TestFixture("mongodb", Category = "MongoDB")]
internal sealed class OverviewStreamTests(string kind)
{
    private StreamedDeal _deal = null!;

    [SetUp]
    public async Task SetUp() => _deal = await StreamedDeal.StartAsync(kind == "mongodb" ? TestStore.Mongo() : TestStore.Embedded());

    [TearDown]
    public async Task TearDown()
    {
        // Null when there is no MongoDB, for which the test has failed or was skipped already.
        if (_deal is not null)
        {
            await _deal.DisposeAsync();
        }
    }

    [Test]
    public async Task Stream_WhileTheModelWrites_HasItsStatementsThenTheOverviewWithItsEvidence()
    {
        _deal.Model.Answer = _deal.Halting();

        await using var stream = await EventStream.OpenAsync(_deal.Api, "Acme");
        await stream.UntilStatementsAsync(1);
        _deal.Release();
        var last = await stream.ToEndAsync();

        var overview = await _deal.Api.Client.GetFromJsonAsync<JsonElement>(V3.Of("Acme", "/overview"));
        Assert.Multiple(() =>
        {
            Assert.That(stream.Response.StatusCode, Is.EqualTo(HttpStatusCode.OK));
            Assert.That(stream.Response.Content.Headers.ContentType?.ToString(), Is.EqualTo("text/event-stream"));
            Assert.That(stream.Response.Headers.CacheControl?.ToString(), Is.EqualTo("no-store"));
            Assert.That(stream.Response.Headers.GetValues("X-Accel-Buffering"), Is.EqualTo(new[] { "no" }));
            Assert.That(stream.Response.Content.Headers.ContentEncoding, Is.Empty);
            Assert.That(
                stream.Received.Select(received => received.Id),
                Is.EqualTo(Enumerable.Range(1, stream.Received.Count).Select(number => $"{number}")));
            Assert.That(stream.Received.SkipLast(1).Select(received => received.Name), Is.EqualTo(new[] { "statement", "statement" }));
            Assert.That(last.Name, Is.EqualTo("final"));
            Assert.That(string.Join('\n', stream.Statements), Is.EqualTo(last.Json.GetProperty("text").GetString()));
            Assert.That(
                stream.Received[0].Json.GetRawText(), Is.EqualTo(last.Json.GetProperty("statements")[0].GetRawText()));
            Assert.That(StreamedDeal.SourceOf(last.Json), Is.EqualTo("model"));
            Assert.That(last.Json.GetProperty("statements").GetRawText(), Is.EqualTo(overview.GetProperty("statements").GetRawText()));
            Assert.That(
                last.Json.GetProperty("statements")[0].GetProperty("evidence")[0].GetProperty("quote").GetString(),
                Is.EqualTo("Legal asked for a data agreement"));
            Assert.That(
                last.Json.GetProperty("provenance").GetProperty("generatedAt").GetDateTime(),
                Is.EqualTo(overview.GetProperty("provenance").GetProperty("generatedAt").GetDateTime()).Within(TimeSpan.FromMilliseconds(1)));
        });
    }

    [Test]
    public async Task Stream_OfAStoredOverview_IsItsOnlyEvent()
    {
        using var first = await _deal.Api.Client.GetAsync(V3.Of("Acme", "/overview"));

        await using var stream = await EventStream.OpenAsync(_deal.Api, "Acme");
        var last = await stream.ToEndAsync();

        Assert.That(stream.Received.Select(received => received.Name), Is.EqualTo(new[] { "final" }));
        Assert.That(StreamedDeal.SourceOf(last.Json), Is.EqualTo("stored"));
        Assert.That(stream.Response.Headers.GetValues("X-Insight-Source"), Is.EqualTo(new[] { "stored" }));
        Assert.That(_deal.Model.Requests, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task FiftyStreamsAndPlainRequests_OfOneDeal_CostOneCallAndGetTheSame()
    {
        _deal.Model.Answer = _deal.Halting();
        await using var first = await EventStream.OpenAsync(_deal.Api, "Acme");
        await first.UntilStatementsAsync(1);
        var opening = Enumerable.Range(0, 49).Select(_ => EventStream.OpenAsync(_deal.Api, "Acme")).ToList();
        var plain = _deal.Api.Client.GetFromJsonAsync<JsonElement>(V3.Of("Acme", "/overview"));
        var v2 = _deal.Api.BodyAsync(Endpoint.Overview, "Acme");
        _deal.UntilBegun(52);

        _deal.Release();
        EventStream[] streams = [first, .. await Task.WhenAll(opening)];
        var finals = await Task.WhenAll(streams.Select(stream => stream.ToEndAsync()));

        await Assert.MultipleAsync(async () =>
        {
            Assert.That(finals.Select(final => final.Name), Is.All.EqualTo("final"));
            Assert.That(finals.Select(final => final.Json.GetProperty("statements").GetRawText()).Distinct().Count(), Is.EqualTo(1));
            Assert.That(streams.Skip(1).SelectMany(stream => stream.Statements), Is.Empty);
            Assert.That(
                (await plain).GetProperty("text").GetString(), Is.EqualTo(finals[0].Json.GetProperty("text").GetString()));
            Assert.That(await v2, Does.StartWith("""{"overview":"Discussing """));
            Assert.That(_deal.Model.Requests, Has.Count.EqualTo(1));
        });
        foreach (var stream in streams.Skip(1))
        {
            await stream.DisposeAsync();
        }
    }

    [Test]
    public async Task Stream_WhenTheMeetingsChanged_HasTheEarlierOverviewThenTheNewOne()
    {
        await _deal.Api.BodyAsync(Endpoint.Overview, "Acme");
        await _deal.HasMeetingAsync("3", "The pilot went well and we want to buy.");
        _deal.Model.Answer = _deal.Halting();

        await using var stream = await EventStream.OpenAsync(_deal.Api, "Acme");
        var earlier = await stream.NextAsync();
        await stream.UntilStatementsAsync(1);
        _deal.Release();
        var last = await stream.ToEndAsync();

        Assert.Multiple(() =>
        {
            Assert.That(earlier!.Name, Is.EqualTo("earlier"));
            Assert.That(earlier.Json.GetProperty("provenance").GetProperty("stale").GetBoolean(), Is.True);
            Assert.That(last.Json.GetProperty("provenance").GetProperty("stale").GetBoolean(), Is.False);
            Assert.That(last.Json.GetProperty("statements").GetArrayLength(), Is.EqualTo(3));
            Assert.That(_deal.Model.Requests, Has.Count.EqualTo(2));
        });
    }
}
