using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using DealInsights.ModelStub;
using DealInsights.TestSupport;
using MongoDB.Bson;
using MongoDB.Driver;

namespace DealInsights.WebApi.FunctionalTests;

/// <summary>
/// Three processes that share one MongoDB and nothing else: responses, leases and caches agree. Requests go to each in
/// turn, as a load balancer sends them.
/// </summary>
[TestFixture]
[Category("MongoDB")]
internal sealed class ThreeInstancesTests
{
    private const string Overview = "company-overview?dealName";
    private const string Stakeholders = "get-stakeholders?deal_name";

    private readonly string _id = $"three_{Guid.NewGuid():N}";
    private readonly ServiceProcess?[] _services = new ServiceProcess?[3];
    private readonly Uri[] _addresses = new Uri[3];
    private MongoClient? _mongo;
    private ModelStubServer _model = null!;
    private readonly ConcurrentDictionary<int, int> _responses = new();
    private HttpClient[] _clients = [];
    private int _turn;
    private string _deal = null!;
    private int _askedBefore;

    private int ModelCalls => _model.Requests.Count - _askedBefore;

    // The server for tests may be slow; what is shown here is not how soon it is given up.
    private (string, string)[] Settings =>
    [
        ("ConnectionStrings__MongoDb", TestMongoServer.ConnectionString),
        ("MongoDb__Database", _id),
        ("MongoDb__ServerSelectionTimeout", "00:00:30"),
        ("MongoDb__WaitQueueTimeout", "00:00:30"),
        ("AzureOpenAI__Endpoint", $"{_model.Endpoint}"),
        ("AzureOpenAI__Deployment", "gpt"),
        ("AzureOpenAI__ApiKey", "secret"),
        ("Insights__LeaseDuration", "00:00:02"),
    ];

    [OneTimeSetUp]
    public async Task StartModelAsync()
    {
        _mongo = new MongoClient(TestMongoServer.ConnectionString);
        _model = await ModelStubServer.StartAsync();
        // Before the services make its indexes: both at once can bring down the server that runs under Wine.
        await HasMeetingAsync("2026-01-05", "The collection is there.");
    }

    [OneTimeTearDown]
    public async Task RemoveAllAsync()
    {
        foreach (var service in _services.OfType<ServiceProcess>())
        {
            await service.DisposeAsync();
        }

        if (_model is not null)
        {
            await _model.DisposeAsync();
            await _mongo!.DropDatabaseAsync(_id);
        }

        _mongo?.Dispose();
    }

    [SetUp]
    public async Task SetUp()
    {
        _deal = $"Deal-{Guid.NewGuid():N}";
        _model.Answer = StubAnswers.Good;
        _askedBefore = _model.Requests.Count;
        await HasMeetingAsync("2026-01-05", "We agreed to run a pilot in March.");
        // One makes the indexes: three at once can bring down the server that runs under Wine.
        await StartIfItIsNotThereAsync(0);
        await WhenIndexesAreThereAsync();
        await Task.WhenAll(StartIfItIsNotThereAsync(1), StartIfItIsNotThereAsync(2));
        _clients = [.. _addresses.Select(address => new HttpClient { BaseAddress = address, Timeout = DealInsightsApi.Patience })];
        _responses.Clear();
    }

    [TearDown]
    public void TearDown() => Array.ForEach(_clients, client => client.Dispose());

    [TestCase(Overview)]
    [TestCase(Stakeholders)]
    public async Task FirstRequestsOverAllThree_CostOneCallAndGetOneAnswer(string endpoint)
    {
        _model.Answer = StubAnswers.After(TimeSpan.FromMilliseconds(500), StubAnswers.Good);

        var answers = await Task.WhenAll(Enumerable.Range(0, 90).Select(_ => AskInTurnAsync(endpoint)));

        Assert.Multiple(() =>
        {
            Assert.That(answers.Select(answer => answer.Status), Is.All.EqualTo(HttpStatusCode.OK));
            Assert.That(answers.Select(answer => answer.Source), Is.All.EqualTo("model").Or.EqualTo("stored"));
            Assert.That(answers.Select(answer => answer.Body).Distinct().Count(), Is.EqualTo(1));
            Assert.That(_responses.Values, Is.EqualTo(new[] { 30, 30, 30 }));
            Assert.That(ModelCalls, Is.EqualTo(1));
        });
    }

    [Test]
    public async Task AChangedMeeting_IsStaleAndThenNewOnAllThreeForOneCall()
    {
        var before = await AskInTurnAsync(Overview);
        var release = new TaskCompletionSource();
        _model.Answer = StubAnswers.After(release.Task, StubAnswers.Good);

        await HasMeetingAsync("2026-02-05", "Legal asked for a data agreement.");
        var meanwhile = await AskAllAsync();
        release.SetResult();

        Assert.That(meanwhile.Select(answer => answer.Source), Is.All.EqualTo("stored; stale"));
        Assert.That(meanwhile.Select(answer => answer.Body), Is.All.EqualTo(before.Body));
        Assert.That(
            async () => (await AskAllAsync()).Select(answer => answer.Source),
            Is.All.EqualTo("stored").After(20_000, 50));
        var after = await AskAllAsync();
        Assert.That(after.Select(answer => answer.Body).Distinct().Single(), Is.Not.EqualTo(before.Body));
        // One before the change, and one after it, though all three were asked.
        Assert.That(ModelCalls, Is.EqualTo(2));
    }

    [TestCase(Overview)]
    [TestCase(Stakeholders)]
    public async Task TheOneThatAsksIsKilled_TheOthersCompleteByOneCall(string endpoint)
    {
        _model.NextAnswers(StubAnswers.Silence);
        var asking = AskAsync(_clients[0], endpoint);
        await _model.WaitUntilInFlightAsync(1).WaitAsync(DealInsightsApi.Patience);

        var waiting = Task.WhenAll(Enumerable.Range(0, 20).Select(
            number => AskAsync(_clients[1 + (number % 2)], endpoint)));
        _services[0]!.Kill();

        Assert.That(async () => await asking, Throws.InstanceOf<HttpRequestException>());
        var answers = await waiting.WaitAsync(DealInsightsApi.Patience);
        var proxied = await AskInTurnAsync(endpoint);
        Assert.That(answers.Select(answer => answer.Source), Is.All.EqualTo("model").Or.EqualTo("stored"));
        Assert.That(answers.Append(proxied).Select(answer => answer.Body).Distinct().Count(), Is.EqualTo(1));
        Assert.That(ModelCalls, Is.EqualTo(2));
    }

    [Test]
    public async Task OneIsStoppedUnderLoad_NoRequestThatItTookIsLost()
    {
        var truth = await AskInTurnAsync(Overview);
        using var ended = new CancellationTokenSource();
        var answered = 0;
        var load = Enumerable.Range(0, 12).Select(_ => Task.Run(async () =>
        {
            var wrong = new List<Answer>();
            while (!ended.IsCancellationRequested)
            {
                var answer = await AskInTurnAsync(Overview);
                Interlocked.Increment(ref answered);
                if (answer.Status != HttpStatusCode.OK || answer.Body != truth.Body)
                {
                    wrong.Add(answer);
                }
            }

            return wrong;
        })).ToList();

        await AnswerAsync(200);
        await _services[1]!.TerminateAsync();
        var exitCode = await _services[1]!.ExitCodeAsync();
        var byTheStopped = _responses[1];
        await AnswerAsync(200);
        await ended.CancelAsync();
        var wrong = (await Task.WhenAll(load)).SelectMany(some => some);

        Assert.That(wrong, Is.Empty);
        Assert.That(exitCode, Is.Zero);
        Assert.That(byTheStopped, Is.GreaterThan(20));
        Assert.That(_responses[1], Is.EqualTo(byTheStopped).Within(12));

        async Task AnswerAsync(int more)
        {
            var goal = Volatile.Read(ref answered) + more;
            while (Volatile.Read(ref answered) < goal)
            {
                await Task.Delay(5);
            }
        }
    }

    private async Task<IReadOnlyList<Answer>> AskAllAsync() =>
        await Task.WhenAll(_clients.Select(client => AskAsync(client, Overview)));

    /// <summary>Sends a request to the next instance; an instance that refuses the connection is passed over.</summary>
    private async Task<Answer> AskInTurnAsync(string endpoint)
    {
        var first = Interlocked.Increment(ref _turn);
        for (var attempt = 0; ; attempt++)
        {
            var instance = (first + attempt) % _clients.Length;
            try
            {
                var answer = await AskAsync(_clients[instance], endpoint);
                _responses.AddOrUpdate(instance, 1, (_, count) => count + 1);
                return answer;
            }
            catch (HttpRequestException refused)
                when (refused.HttpRequestError == HttpRequestError.ConnectionError && attempt < _clients.Length - 1)
            {
                // The next instance takes it.
            }
        }
    }

    private async Task<Answer> AskAsync(HttpClient client, string endpoint)
    {
        using var response = await client.GetAsync($"/api/hubspot/v2/{endpoint}={_deal}");

        return new Answer(
            response.StatusCode,
            response.Headers.TryGetValues("X-Insight-Source", out var source) ? source.Single() : "",
            await response.Content.ReadAsStringAsync());
    }

    private async Task StartIfItIsNotThereAsync(int instance)
    {
        if (_services[instance] is { HasEnded: false })
        {
            return;
        }

        await (_services[instance]?.DisposeAsync() ?? ValueTask.CompletedTask);
        _services[instance] = ServiceProcess.Start(["--urls=http://127.0.0.1:0"], Settings);
        _addresses[instance] = await _services[instance]!.AddressAsync();
        using var client = new HttpClient { BaseAddress = _addresses[instance] };
        var patience = Stopwatch.StartNew();
        while (!(await ReadinessAsync(client)).Contains("\"healthy\"", StringComparison.Ordinal))
        {
            Assert.That(patience.Elapsed, Is.LessThan(DealInsightsApi.Patience), "It does not become ready.");
            await Task.Delay(50);
        }
    }

    private async Task WhenIndexesAreThereAsync()
    {
        var lastMade = _mongo!.GetDatabase(_id).GetCollection<BsonDocument>("audit_records").Indexes;
        var patience = Stopwatch.StartNew();
        // Its three, and the one on _id.
        while ((await (await lastMade.ListAsync()).ToListAsync()).Count < 4)
        {
            Assert.That(patience.Elapsed, Is.LessThan(DealInsightsApi.Patience), "The indexes are not made.");
            await Task.Delay(50);
        }
    }

    private static async Task<string> ReadinessAsync(HttpClient client)
    {
        using var answer = await client.GetAsync("/health/ready");

        return await answer.Content.ReadAsStringAsync();
    }

    private Task HasMeetingAsync(string date, string transcript) =>
        _mongo!.GetDatabase(_id).GetCollection<BsonDocument>("meeting_insights").InsertOneAsync(new BsonDocument
        {
            { "deal_id", _deal ?? "Another" },
            { "meeting_id", $"{_deal}_{date}" },
            { "meeting_date", date },
            { "transcript", transcript },
            { "buyer_attendees", new BsonArray { new BsonDocument { { "name", "Ann" }, { "title", $"CEO of {_deal}" } } } },
        });

    private sealed record Answer(HttpStatusCode Status, string Source, string Body);
}
