using System.Net;
using System.Text;

namespace DealInsights.WebApi.FunctionalTests.Streams;

/// <summary>How a stream begins, goes on and ends, whatever the store.</summary>
[TestFixture]
internal sealed class StreamCourseTests
{
    private StreamedDeal _deal = null!;

    [SetUp]
    public async Task SetUp() => _deal = await StreamedDeal.StartAsync(TestStore.Embedded());

    [TearDown]
    public async Task TearDown() => await _deal.DisposeAsync();

    [Test]
    public async Task Stream_WhenTheFirstClientLeaves_GoesOnForTheOthersAndIsStored()
    {
        _deal.Model.Answer = _deal.Halting();
        var first = await EventStream.OpenAsync(_deal.Api, "Acme");
        await first.UntilStatementsAsync(1);
        var opening = EventStream.OpenAsync(_deal.Api, "Acme");
        _deal.UntilBegun(2);

        await first.DisposeAsync();
        Assert.That(
            () => _deal.Api.Logs.GetSnapshot().Select(record => record.Id.Name), Has.Some.EqualTo("RequestCancelled").After(30_000, 20));
        _deal.Release();
        await using var second = await opening;
        var last = await second.ToEndAsync();

        await using var third = await EventStream.OpenAsync(_deal.Api, "Acme");
        Assert.That(StreamedDeal.SourceOf(last.Json), Is.EqualTo("model"));
        Assert.That(StreamedDeal.SourceOf((await third.ToEndAsync()).Json), Is.EqualTo("stored"));
        Assert.That(_deal.Model.Requests, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task Stream_WhileNothingComes_SendsComments()
    {
        await _deal.RestartAsync("--Streams:HeartbeatInterval=00:00:00.1");
        _deal.Model.Answer = _deal.Halting(after: "");

        using var response = await _deal.Api.Client.GetAsync(EventStream.AddressOf("Acme"), HttpCompletionOption.ResponseHeadersRead);
        await using var body = await response.Content.ReadAsStreamAsync();
        var heartbeats = new byte[6];
        await body.ReadExactlyAsync(heartbeats).AsTask().WaitAsync(DealInsightsApi.Patience);
        _deal.Release();
        using var rest = new StreamReader(body);

        Assert.That(Encoding.ASCII.GetString(heartbeats), Is.EqualTo(":\n\n:\n\n"));
        Assert.That(await rest.ReadToEndAsync(), Does.Contain("\nevent: final\ndata: {").And.EndsWith("}\n\n"));
    }

    [Test]
    public async Task Stream_ThatTakesLongerThanARequestMay_EndsInAnErrorEvent()
    {
        await _deal.RestartAsync("--Limits:RequestTimeout=00:00:01");
        _deal.Model.Answer = _deal.Halting();

        await using var stream = await EventStream.OpenAsync(_deal.Api, "Acme");
        var last = await stream.ToEndAsync();

        Assert.Multiple(() =>
        {
            Assert.That(stream.Received[0].Name, Is.EqualTo("statement"));
            Assert.That(last.Name, Is.EqualTo("error"));
            Assert.That(last.Json.GetProperty("status").GetInt32(), Is.EqualTo(504));
            Assert.That(last.Json.GetProperty("title").GetString(), Is.EqualTo("Gateway Timeout"));
            Assert.That(last.Json.GetProperty("traceId").GetString(), Has.Length.EqualTo(32));
            Assert.That(_deal.Api.Logs.GetSnapshot().Select(record => record.Id.Name), Has.Some.EqualTo("RequestTimedOut"));
        });
        await _deal.Model.WaitUntilAbortedAsync(1).WaitAsync(DealInsightsApi.Patience);
    }

    [Test]
    public async Task Stream_WhenTheServiceStops_IsFinishedFirst()
    {
        _deal.Model.Answer = _deal.Halting();
        await using var stream = await EventStream.OpenAsync(_deal.Api, "Acme");
        await stream.UntilStatementsAsync(1);

        var restarting = _deal.RestartAsync();
        // It takes no new connections any more, so the stop has begun.
        Assert.That(
            () => _deal.Api.Logs.GetSnapshot().Select(record => record.Message), Has.Some.Contains("shutting down").After(30_000, 20));
        _deal.Release();
        var last = await stream.ToEndAsync();
        await restarting;

        Assert.That(last.Name, Is.EqualTo("final"));
    }

    [Test]
    public async Task Stream_OfADealWithoutMeetings_SaysThatThereIsNothing()
    {
        await _deal.HasDealAsync("Quiet");

        await using var stream = await EventStream.OpenAsync(_deal.Api, "Quiet");
        var last = await stream.ToEndAsync();

        Assert.That(
            last.Json.GetRawText(), Is.EqualTo("""{"text":null,"statements":[],"provenance":null}"""));
    }

    [TestCase("000000000000000000000000", HttpStatusCode.NotFound, TestName = "Stream_OfAnUnknownDeal_Is404")]
    [TestCase("%FF", HttpStatusCode.NotFound, TestName = "Stream_OfAnIdThatIsNoUtf8_Is404")]
    [TestCase("%20", HttpStatusCode.BadRequest, TestName = "Stream_OfABlankName_Is400")]
    public async Task Stream_ThatCannotBegin(string encodedName, HttpStatusCode status)
    {
        using var response = await _deal.Api.Client.GetAsync($"/api/v3/deals/{encodedName}/overview/stream");

        Assert.That(response.StatusCode, Is.EqualTo(status));
        Assert.That(response.Content.Headers.ContentType?.MediaType, Is.EqualTo("application/problem+json"));
        Assert.That(_deal.Model.Requests, Is.Empty);
    }

    [Test]
    public async Task Head_SaysHowTheStreamWouldBeginAndAsksNobody()
    {
        using var known = await SendAsync(HttpMethod.Head, "Acme");
        using var unknown = await SendAsync(HttpMethod.Head, "Nobody");
        using var options = await SendAsync(HttpMethod.Options, "Acme");
        using var post = await SendAsync(HttpMethod.Post, "Acme");

        Assert.Multiple(() =>
        {
            Assert.That(known.StatusCode, Is.EqualTo(HttpStatusCode.OK));
            Assert.That(known.Content.Headers.ContentType?.MediaType, Is.EqualTo("text/event-stream"));
            Assert.That(unknown.StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
            Assert.That(options.StatusCode, Is.EqualTo(HttpStatusCode.NoContent));
            Assert.That(options.Content.Headers.Allow, Is.EquivalentTo(new[] { "GET", "HEAD", "OPTIONS" }));
            Assert.That(post.StatusCode, Is.EqualTo(HttpStatusCode.MethodNotAllowed));
            Assert.That(_deal.Model.Requests, Is.Empty);
        });
    }

    private async Task<HttpResponseMessage> SendAsync(HttpMethod method, string dealName)
    {
        using var request = new HttpRequestMessage(method, EventStream.AddressOf(dealName));

        return await _deal.Api.Client.SendAsync(request);
    }
}
