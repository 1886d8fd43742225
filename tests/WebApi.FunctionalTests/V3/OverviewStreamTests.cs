using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using DealInsights.ModelStub;

namespace DealInsights.WebApi.FunctionalTests.V3;

/// <summary>An overview that is read along while the model writes it, over each store.</summary>
[TestFixture("embedded")]
[TestFixture("mongodb", Category = "MongoDB")]
internal sealed class OverviewStreamTests(string kind)
{
    private const string FirstWord = "Discussing";

    private TaskCompletionSource _release = null!;
    private ModelStubServer _model = null!;
    private DealInsightsApi _api = null!;

    [SetUp]
    public async Task SetUp()
    {
        _release = new TaskCompletionSource();
        _model = await ModelStubServer.StartAsync();
        _api = await DealInsightsApi.StartAsync(kind == "mongodb" ? TestStore.Mongo() : TestStore.Embedded(), Settings());
        await HasDealAsync("Acme");
        await HasMeetingAsync("Acme", "1", "We agreed to run a pilot in March.");
    }

    [TearDown]
    public async Task TearDown()
    {
        _release.TrySetResult();
        // Null when there is no MongoDB, for which the test has failed or was skipped already.
        if (_api is not null)
        {
            await _api.DisposeAsync();
        }

        await _model.DisposeAsync();
    }

    [Test]
    public async Task Stream_WhileTheModelWrites_BringsItsWordsThenTheOverviewWithItsEvidence()
    {
        _model.Answer = Halting();

        await using var stream = await EventStream.OpenAsync(_api, "Acme");
        await stream.UntilDraftAsync(FirstWord);
        _release.SetResult();
        var last = await stream.ToEndAsync();

        var overview = await _api.Client.GetFromJsonAsync<JsonElement>("/api/v3/deals/Acme/overview");
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
            Assert.That(stream.Received.SkipLast(1).Select(received => received.Name), Is.All.EqualTo("draft").And.Not.Empty);
            Assert.That(last.Name, Is.EqualTo("final"));
            Assert.That(stream.Draft, Is.EqualTo(last.Json.GetProperty("text").GetString()));
            Assert.That(SourceOf(last.Json), Is.EqualTo("model"));
            Assert.That(last.Json.GetProperty("statements").GetRawText(), Is.EqualTo(overview.GetProperty("statements").GetRawText()));
            Assert.That(
                last.Json.GetProperty("statements")[0].GetProperty("evidence")[0].GetProperty("quote").GetString(),
                Is.EqualTo("We agreed to run a pilot in March"));
            Assert.That(
                last.Json.GetProperty("provenance").GetProperty("generatedAt").GetDateTime(),
                Is.EqualTo(overview.GetProperty("provenance").GetProperty("generatedAt").GetDateTime()).Within(TimeSpan.FromMilliseconds(1)));
        });
    }

    [Test]
    public async Task Stream_OfAStoredOverview_IsItsOnlyEvent()
    {
        using var first = await _api.Client.GetAsync("/api/v3/deals/Acme/overview");

        await using var stream = await EventStream.OpenAsync(_api, "Acme");
        var last = await stream.ToEndAsync();

        Assert.Multiple(() =>
        {
            Assert.That(stream.Received.Select(received => received.Name), Is.EqualTo(new[] { "final" }));
            Assert.That(SourceOf(last.Json), Is.EqualTo("stored"));
            Assert.That(stream.Response.Headers.GetValues("X-Insight-Source"), Is.EqualTo(new[] { "stored" }));
            Assert.That(_model.Requests, Has.Count.EqualTo(1));
        });
    }

    [Test]
    public async Task FiftyStreamsAndPlainRequests_OfOneDeal_CostOneCallAndGetTheSame()
    {
        _model.Answer = Halting();
        var streams = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => EventStream.OpenAsync(_api, "Acme")));
        await Task.WhenAll(streams.Select(stream => stream.UntilDraftAsync(FirstWord)));
        var plain = _api.Client.GetFromJsonAsync<JsonElement>("/api/v3/deals/Acme/overview");
        var v2 = _api.BodyAsync(Endpoint.Overview, "Acme");

        _release.SetResult();
        var finals = await Task.WhenAll(streams.Select(stream => stream.ToEndAsync()));

        await Assert.MultipleAsync(async () =>
        {
            Assert.That(finals.Select(final => final.Name), Is.All.EqualTo("final"));
            Assert.That(finals.Select(final => final.Json.GetRawText()).Distinct().Count(), Is.EqualTo(1));
            Assert.That(
                (await plain).GetProperty("text").GetString(), Is.EqualTo(finals[0].Json.GetProperty("text").GetString()));
            Assert.That(await v2, Does.StartWith("""{"overview":"Discussing """));
            Assert.That(_model.Requests, Has.Count.EqualTo(1));
        });
        foreach (var stream in streams)
        {
            await stream.DisposeAsync();
        }
    }

    [Test]
    public async Task Stream_WhenTheFirstClientLeaves_GoesOnForTheOthersAndIsStored()
    {
        _model.Answer = Halting();
        var first = await EventStream.OpenAsync(_api, "Acme");
        await first.UntilDraftAsync(FirstWord);
        await using var second = await EventStream.OpenAsync(_api, "Acme");
        await second.UntilDraftAsync(FirstWord);

        await first.DisposeAsync();
        Assert.That(
            () => _api.Logs.GetSnapshot().Select(record => record.Id.Name), Has.Some.EqualTo("RequestCancelled").After(30_000, 20));
        _release.SetResult();
        var last = await second.ToEndAsync();

        await using var third = await EventStream.OpenAsync(_api, "Acme");
        await Assert.MultipleAsync(async () =>
        {
            Assert.That(SourceOf(last.Json), Is.EqualTo("model"));
            Assert.That(SourceOf((await third.ToEndAsync()).Json), Is.EqualTo("stored"));
            Assert.That(_model.Requests, Has.Count.EqualTo(1));
        });
    }

    [Test]
    public async Task Stream_WhenTheModelIsCutOff_DiscardsTheDraftAndBringsTheOfflineOverview()
    {
        _model.Answer = StubAnswers.Streamed(new StreamShape { EndAfter = 60, End = StreamEnd.Reset, TokenLength = 3 });

        await using var stream = await EventStream.OpenAsync(_api, "Acme");
        var last = await stream.ToEndAsync();

        Assert.Multiple(() =>
        {
            Assert.That(
                stream.Received.Select(received => received.Name).SkipWhile(name => name == "draft"),
                Is.EqualTo(new[] { "draft-discarded", "final" }));
            Assert.That(stream.Received[0].Name, Is.EqualTo("draft"));
            Assert.That(SourceOf(last.Json), Is.EqualTo("offline"));
            Assert.That(
                last.Json.GetProperty("provenance").GetProperty("fallbackReason").GetString(), Is.EqualTo("unavailable"));
        });
    }

    [Test]
    public async Task Stream_WhenTheMeetingsChanged_BringsTheEarlierOverviewThenTheNewOne()
    {
        await _api.BodyAsync(Endpoint.Overview, "Acme");
        await HasMeetingAsync("Acme", "2", "The pilot went well and we want to buy.");
        _model.Answer = Halting();

        await using var stream = await EventStream.OpenAsync(_api, "Acme");
        var earlier = await stream.NextAsync();
        await stream.UntilDraftAsync(FirstWord);
        _release.SetResult();
        var last = await stream.ToEndAsync();

        Assert.Multiple(() =>
        {
            Assert.That(earlier!.Name, Is.EqualTo("earlier"));
            Assert.That(earlier.Json.GetProperty("provenance").GetProperty("stale").GetBoolean(), Is.True);
            Assert.That(last.Json.GetProperty("provenance").GetProperty("stale").GetBoolean(), Is.False);
            Assert.That(last.Json.GetProperty("statements").GetArrayLength(), Is.EqualTo(2));
            Assert.That(_model.Requests, Has.Count.EqualTo(2));
        });
    }

    [Test]
    public async Task Stream_WhileNothingComes_SendsComments()
    {
        _api = await _api.RestartAsync([.. Settings(), "--Streams:HeartbeatInterval=00:00:00.1"]);
        _model.Answer = Halting(after: "");

        using var response = await _api.Client.GetAsync(EventStream.AddressOf("Acme"), HttpCompletionOption.ResponseHeadersRead);
        await using var body = await response.Content.ReadAsStreamAsync();
        var heartbeats = new byte[6];
        await body.ReadExactlyAsync(heartbeats).AsTask().WaitAsync(DealInsightsApi.Patience);
        _release.SetResult();
        using var rest = new StreamReader(body);

        await Assert.MultipleAsync(async () =>
        {
            Assert.That(Encoding.ASCII.GetString(heartbeats), Is.EqualTo(":\n\n:\n\n"));
            Assert.That(await rest.ReadToEndAsync(), Does.Contain("\nevent: final\ndata: {").And.EndsWith("}\n\n"));
        });
    }

    [Test]
    public async Task Stream_ThatTakesLongerThanARequestMay_EndsInAnErrorEvent()
    {
        _api = await _api.RestartAsync([.. Settings(), "--Limits:RequestTimeout=00:00:01"]);
        _model.Answer = Halting();

        await using var stream = await EventStream.OpenAsync(_api, "Acme");
        var last = await stream.ToEndAsync();

        Assert.Multiple(() =>
        {
            Assert.That(stream.Received[0].Name, Is.EqualTo("draft"));
            Assert.That(last.Name, Is.EqualTo("error"));
            Assert.That(last.Json.GetProperty("status").GetInt32(), Is.EqualTo(504));
            Assert.That(last.Json.GetProperty("title").GetString(), Is.EqualTo("Gateway Timeout"));
            Assert.That(last.Json.GetProperty("traceId").GetString(), Has.Length.EqualTo(32));
            Assert.That(_api.Logs.GetSnapshot().Select(record => record.Id.Name), Has.Some.EqualTo("RequestTimedOut"));
        });
        await _model.WaitUntilAbortedAsync(1).WaitAsync(DealInsightsApi.Patience);
    }

    [Test]
    public async Task Stream_WhenTheServiceStops_IsFinishedFirst()
    {
        _model.Answer = Halting();
        await using var stream = await EventStream.OpenAsync(_api, "Acme");
        await stream.UntilDraftAsync(FirstWord);

        var restarting = _api.RestartAsync(Settings());
        // It takes no new connections any more, so the stop has begun.
        Assert.That(
            () => _api.Logs.GetSnapshot().Select(record => record.Message), Has.Some.Contains("shutting down").After(30_000, 20));
        _release.SetResult();
        var last = await stream.ToEndAsync();
        _api = await restarting;

        Assert.That(last.Name, Is.EqualTo("final"));
    }

    [Test]
    public async Task Stream_OfADealWithoutMeetings_SaysThatThereIsNothing()
    {
        await HasDealAsync("Quiet");

        await using var stream = await EventStream.OpenAsync(_api, "Quiet");
        var last = await stream.ToEndAsync();

        Assert.That(
            last.Json.GetRawText(), Is.EqualTo("""{"text":null,"statements":[],"provenance":null}"""));
    }

    [TestCase("Nobody", HttpStatusCode.NotFound, TestName = "Stream_OfAnUnknownDeal_Is404")]
    [TestCase("%FF", HttpStatusCode.BadRequest, TestName = "Stream_OfANameThatIsNoUtf8_Is400")]
    [TestCase("%20", HttpStatusCode.BadRequest, TestName = "Stream_OfABlankName_Is400")]
    public async Task Stream_ThatCannotBegin(string encodedName, HttpStatusCode status)
    {
        using var response = await _api.Client.GetAsync($"/api/v3/deals/{encodedName}/overview/stream");

        Assert.Multiple(() =>
        {
            Assert.That(response.StatusCode, Is.EqualTo(status));
            Assert.That(response.Content.Headers.ContentType?.MediaType, Is.EqualTo("application/problem+json"));
            Assert.That(_model.Requests, Is.Empty);
        });
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
            Assert.That(_model.Requests, Is.Empty);
        });
    }

    [Test]
    public async Task Document_DescribesTheStream()
    {
        var document = await _api.Client.GetFromJsonAsync<JsonElement>("/openapi/v3.json");
        var operation = document.GetProperty("paths").GetProperty("/api/v3/deals/{dealName}/overview/stream").GetProperty("get");

        Assert.Multiple(() =>
        {
            Assert.That(operation.GetProperty("operationId").GetString(), Is.EqualTo("followDealOverview"));
            Assert.That(
                operation.GetProperty("responses").GetProperty("200").GetProperty("content").EnumerateObject().Select(type => type.Name),
                Is.EqualTo(new[] { "text/event-stream" }));
            Assert.That(
                operation.GetProperty("responses").EnumerateObject().Select(response => response.Name),
                Is.EquivalentTo(new[] { "200", "400", "404", "429", "500", "503", "504" }));
            Assert.That(
                operation.GetProperty("parameters").EnumerateArray().Select(parameter => parameter.GetProperty("name").GetString()),
                Is.EqualTo(new[] { "dealName" }));
            Assert.That(
                document.GetProperty("components").GetProperty("schemas").EnumerateObject().Select(schema => schema.Name),
                Is.SupersetOf(new[] { "Draft", "Overview", "ProblemDetails" }));
        });
    }

    private string[] Settings() =>
    [
        $"--AzureOpenAI:Endpoint={_model.Endpoint}", "--AzureOpenAI:Deployment=gpt", "--AzureOpenAI:ApiKey=secret",
    ];

    // Writes one word, then waits.
    private StubAnswer Halting(string after = FirstWord) => StubAnswers.Held(_release.Task, after);

    private static string SourceOf(JsonElement overview) =>
        overview.GetProperty("provenance").GetProperty("source").GetString()!;

    private Task HasDealAsync(string name) =>
        _api.HasAsync("deal_info", $$"""{"deal_id":"{{name}}","deal_name":"{{name}}"}""");

    private Task HasMeetingAsync(string deal, string id, string transcript) => _api.HasAsync(
        "meeting_insights",
        $$"""{"deal_id":"{{deal}}","meeting_id":"{{deal}}_{{id}}","meeting_date":"2026-01-0{{id}}","transcript":"{{transcript}}"}""");

    private async Task<HttpResponseMessage> SendAsync(HttpMethod method, string dealName)
    {
        using var request = new HttpRequestMessage(method, EventStream.AddressOf(dealName));

        return await _api.Client.SendAsync(request);
    }
}
