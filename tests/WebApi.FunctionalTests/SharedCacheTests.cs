using System.Net;
using System.Text.Json.Nodes;
using DealInsights.ModelStub;
using DealInsights.TestSupport;
using StackExchange.Redis;

namespace DealInsights.WebApi.FunctionalTests;

/// <summary>
/// Two services with stores of their own that hold the same deals: what one knows of the other's answers it has from Redis.
/// And what befalls Redis under load: every answer stays right.
/// </summary>
[TestFixture]
[Category("Redis")]
internal sealed class SharedCacheTests
{
    private const int Deals = 400;
    private const int Clients = 8;

    private static readonly string[] Meetings =
    [
        .. Enumerable.Range(0, Deals).Select(deal =>
            $$"""{"deal_id":"Deal {{deal}}","meeting_id":"Deal {{deal}}_1","transcript":"We agreed to run pilot number {{deal}} of the dashboard in March.","buyer_attendees":[{"name":"Ann","title":"{{TitleIn(deal)}}"}]}"""),
    ];

    private readonly List<DealInsightsApi> _apis = [];
    private ModelStubServer _model = null!;
    private OwnRedisServer _redis = null!;

    [SetUp]
    public async Task SetUp()
    {
        // Null when there is no Redis, for which the test has failed or was skipped already.
        _redis = null!;
        _redis = await OwnRedisServer.StartAsync();
        _model = await ModelStubServer.StartAsync(answer: StubAnswers.Content(WhatWasSaid));
    }

    [TearDown]
    public async Task TearDown()
    {
        foreach (var api in _apis)
        {
            await api.DisposeAsync();
        }

        _apis.Clear();
        if (_redis is not null)
        {
            await _redis.DisposeAsync();
            await _model.DisposeAsync();
        }
    }

    [TestCase(Endpoint.Overview)]
    [TestCase(Endpoint.Stakeholders)]
    public async Task WhatOneInstanceAsked_AnotherAnswersWithoutTheModel(string endpoint)
    {
        var one = await StartAsync();
        var another = await StartAsync();

        using var asked = await one.AskAsync(endpoint, "Deal 0");
        using var shared = await another.AskAsync(endpoint, "Deal 0");
        // Another address, or the whole answer would be remembered.
        var again = await another.SourceAsync(endpoint.Replace("?", "?again=1&", StringComparison.Ordinal), "Deal 0");
        var metrics = await another.Client.GetStringAsync("/metrics");

        await Assert.MultipleAsync(async () =>
        {
            Assert.That(asked.Headers.GetValues("X-Insight-Source"), Is.EqualTo(new[] { "model" }));
            Assert.That(shared.Headers.GetValues("X-Insight-Source"), Is.EqualTo(new[] { "stored" }));
            Assert.That(again, Is.EqualTo("stored"));
            Assert.That(await shared.Content.ReadAsStringAsync(), Is.EqualTo(await asked.Content.ReadAsStringAsync()));
            Assert.That(_model.Requests, Has.Count.EqualTo(1));
            Assert.That(metrics, Does.Match("""dealinsights_model_cache_total\{[^}]*hit="shared"[^}]*\} 1\n"""));
            Assert.That(metrics, Does.Match("""dealinsights_model_cache_total\{[^}]*hit="memory"[^}]*\} 1\n"""));
        });
    }

    [Test]
    public async Task Killed_UnderLoad_IsMissedByNobodyAndUsedAgain() =>
        await BefallAsync(_redis.KillAsync, _redis.RestartAsync, during: "degraded");

    [Test]
    public async Task Frozen_UnderLoad_IsMissedByNobodyAndUsedAgain() =>
        await BefallAsync(_redis.FreezeAsync, _redis.ResumeAsync, during: "degraded");

    [Test]
    public async Task FullUnderLoad_IsMissedByNobodyAndUsedAgain() =>
        await BefallAsync(
            async () =>
            {
                await ConfigureAsync("maxmemory-policy", "noeviction");
                await ConfigureAsync("maxmemory", "1");
            },
            () => ConfigureAsync("maxmemory", "0"),
            during: "healthy");

    [Test]
    public async Task Garbage_InEveryEntry_IsAnsweredFromElsewhere()
    {
        var one = await StartAsync();
        var another = await StartAsync();
        foreach (var deal in Enumerable.Range(0, 10))
        {
            await one.SourceAsync(Endpoint.Overview, $"Deal {deal}");
            await one.SourceAsync(Endpoint.Stakeholders, $"Deal {deal}");
        }

        await SpoilAsync();
        foreach (var deal in Enumerable.Range(0, 10))
        {
            await AssertRightAsync(another, deal);
        }

        Assert.That(_model.Requests, Has.Count.EqualTo(40));
    }

    [Test]
    public async Task Away_AtTheStart_KeepsTheServiceFromNothingButBeingHealthy()
    {
        await _redis.KillAsync();

        var api = await StartAsync();
        await AssertRightAsync(api, 0);
        Assert.That(() => LogOf(api), Has.Some.Contains("The shared cache (redis) does not answer").After(10_000, 20));

        await Assert.MultipleAsync(async () =>
        {
            Assert.That(
                await api.Client.GetStringAsync("/health/ready"),
                Is.EqualTo("""{"status":"degraded","store":"embedded","model":"azure-openai","deployment":"gpt","sharedCache":"redis"}"""));
            Assert.That(LogOf(api), Has.Some.EqualTo("Store: embedded; language model: azure-openai (gpt); shared cache: redis"));
        });
    }

    [Test]
    public async Task WrongPassword_IsNotShownAndCostsNoAnswer()
    {
        await ConfigureAsync("requirepass", "right");

        var api = await StartAsync(",password=s3cret");
        await AssertRightAsync(api, 0);

        Assert.That(
            () => LogOf(api),
            Has.Some.Matches("does not answer: (AuthenticationFailure|WRONGPASS|NOAUTH)").After(10_000, 20));
        Assert.That(LogOf(api), Has.None.Contains("s3cret"));
    }

    private static string TitleIn(int deal) => deal % 2 == 0 ? $"VP of {deal}" : $"Engineer of {deal}";

    // Each answer can be told from all others.
    private static string WhatWasSaid(RecordedRequest request) => request.SchemaName == "company_overview"
        ? WireFormat.Overview([.. WireFormat.TranscriptsOf(request).Select((said, index) => (said, index + 1, said))])
        : WireFormat.GoodContent(request);

    private static IEnumerable<string> LogOf(DealInsightsApi api) =>
        api.Logs.GetSnapshot().Select(record => $"{record.Message}{record.Exception}");

    private async Task<DealInsightsApi> StartAsync(string more = "")
    {
        var api = await DealInsightsApi.StartAsync(
            [$"--ConnectionStrings:Redis={_redis.Address}{more}", .. StubSettings.Of(_model)]);
        _apis.Add(api);
        await api.HasAsync("meeting_insights", Meetings);
        if (more.Length == 0)
        {
            // Its connection is made in the background; whether one can be made is decided by then.
            Assert.That(() => LogOf(api), Has.Some.StartsWith("The shared cache (redis)").After(10_000, 10));
        }

        return api;
    }

    /// <summary>
    /// Has two services asked about deals that they do not know yet, before Redis falls ill, while it is, and after it is
    /// well again; each answer is compared with the truth. Then what was asked of one is known to the other.
    /// </summary>
    private async Task BefallAsync(Func<Task> fallIll, Func<Task> heal, string during)
    {
        DealInsightsApi[] apis = [await StartAsync(), await StartAsync()];
        var next = -1;
        var goal = 0;
        using var ended = new CancellationTokenSource();
        var load = Task.WhenAll(Enumerable.Range(0, Clients).Select(_ => Task.Run(async () =>
        {
            while (!ended.IsCancellationRequested)
            {
                await AssertRightAsync(apis[Random.Shared.Next(2)], Interlocked.Increment(ref next) % Deals);
            }
        })));
        try
        {
            await AnswerAsync(40);
            await fallIll();
            await AnswerAsync(40);
            Assert.That(() => StatusOfAsync(apis), Is.All.EqualTo(during).After(20_000, 50));
            await AnswerAsync(40);
            await heal();
            Assert.That(() => StatusOfAsync(apis), Is.All.EqualTo("healthy").After(20_000, 50));
            await AnswerAsync(40);
        }
        finally
        {
            await ended.CancelAsync();
            await load;
        }

        // On a busy machine a call to Redis may be late, which nobody waits for: so of one deal after the other, until it is.
        var third = await StartAsync();
        var asked = 0;
        Assert.That(
            async () =>
            {
                var deal = $"afterwards {asked++}";
                await apis[0].HasAsync("meeting_insights", New(deal));
                await third.HasAsync("meeting_insights", New(deal));

                return (await apis[0].SourceAsync(Endpoint.Overview, deal), await third.SourceAsync(Endpoint.Overview, deal));
            },
            Is.EqualTo(("model", "stored")).After(10_000, 50));

        async Task AnswerAsync(int more)
        {
            goal = Volatile.Read(ref next) + more;
            while (Volatile.Read(ref next) < goal && !load.IsCompleted)
            {
                await Task.Delay(5);
            }
        }
    }

    private static string New(string deal) =>
        $$"""{"deal_id":"{{deal}}","meeting_id":"{{deal}}_1","transcript":"We agreed to run the pilot of {{deal}} in March."}""";

    private static async Task<IReadOnlyList<string?>> StatusOfAsync(IEnumerable<DealInsightsApi> apis) =>
        await Task.WhenAll(apis.Select(async api =>
            (string?)JsonNode.Parse(await api.Client.GetStringAsync("/health/ready"))!["status"]));

    // Of each deal its own words, and the model's judgement of its own title.
    private static async Task AssertRightAsync(DealInsightsApi api, int deal)
    {
        using var overview = await api.AskAsync(Endpoint.Overview, $"Deal {deal}");
        using var stakeholders = await api.AskAsync(Endpoint.Stakeholders, $"Deal {deal}");
        var said = await overview.Content.ReadAsStringAsync();
        var known = await stakeholders.Content.ReadAsStringAsync();

        Assert.Multiple(() =>
        {
            Assert.That(overview.StatusCode, Is.EqualTo(HttpStatusCode.OK));
            Assert.That(overview.Headers.GetValues("X-Insight-Source").Single(), Is.EqualTo("model").Or.EqualTo("stored"));
            Assert.That(said, Does.Contain($"pilot number {deal} of"));
            Assert.That(stakeholders.Headers.GetValues("X-Insight-Source").Single(), Is.EqualTo("model").Or.EqualTo("stored"));
            Assert.That(known, Does.Contain(
                $"\"title\":\"{TitleIn(deal)}\",\"potential_decision_maker\":{(deal % 2 == 0 ? "true" : "false")}"));
        });
    }

    private async Task ConfigureAsync(string setting, string value)
    {
        await using var redis = await ConnectAsync();
        await redis.GetServers().Single().ConfigSetAsync(setting, value);
    }

    // Bytes that mean nothing, an entry of another kind, nothing at all, and another key's entry.
    private async Task SpoilAsync()
    {
        await using var redis = await ConnectAsync();
        var database = redis.GetDatabase();
        var keys = new List<RedisKey>();
        await foreach (var key in redis.GetServers().Single().KeysAsync(pattern: "dealinsights:v1:*"))
        {
            keys.Add(key);
        }

        Assert.That(keys, Has.Count.GreaterThanOrEqualTo(20));
        var another = await database.StringGetAsync(keys[0]);
        for (var index = 0; index < keys.Count; index++)
        {
            await database.KeyDeleteAsync(keys[index]);
            await (index % 4 == 2
                ? database.ListLeftPushAsync(keys[index], "garbage")
                : (Task)database.StringSetAsync(keys[index], (index % 4) switch
                {
                    0 => new byte[] { 0xde, 0xad, 0xbe, 0xef },
                    1 => "",
                    _ => another,
                }));
        }
    }

    private Task<ConnectionMultiplexer> ConnectAsync() =>
        ConnectionMultiplexer.ConnectAsync($"{_redis.Address},allowAdmin=true");
}
