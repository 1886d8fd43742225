using DealInsights.ModelStub;

namespace DealInsights.WebApi.FunctionalTests;

/// <summary>
/// Insights of the model are generated once, shared and stored, over each store: counted at the model stub.
/// </summary>
[TestFixture("embedded")]
[TestFixture("mongodb", Category = "MongoDB")]
internal sealed class InsightTests(string kind)
{
    private static readonly string[] TwelveTitles =
    [
        "CEO", "VP Sales", "Head of IT", "Engineer", "Analyst", "Intern", "CTO", "Founder", "Accountant", "Clerk", "Buyer",
        "Director of Finance",
    ];

    private ModelStubServer _model = null!;
    private DealInsightsApi _api = null!;

    [SetUp]
    public async Task SetUp()
    {
        _model = await ModelStubServer.StartAsync();
        _api = await DealInsightsApi.StartAsync(kind == "mongodb" ? TestStore.Mongo() : TestStore.Embedded(), Settings);
    }

    [TearDown]
    public async Task TearDown()
    {
        // Null when there is no MongoDB, for which the test has failed or was skipped already.
        if (_api is not null)
        {
            await _api.DisposeAsync();
        }

        await _model.DisposeAsync();
    }

    private string[] Settings => StubSettings.Of(_model);

    [Test]
    public async Task Overview_AskedForByAHundredAtOnce_CostsOneCall()
    {
        await HasMeetingAsync("Acme", "1", "We agreed to run a pilot in March.");
        var release = new TaskCompletionSource();
        _model.Answer = StubAnswers.After(release.Task, StubAnswers.Good);

        var asking = Enumerable.Range(0, 100).Select(_ => _api.AskAsync(Endpoint.Overview, "Acme")).ToList();
        await _model.WaitUntilInFlightAsync(1).WaitAsync(DealInsightsApi.Patience);
        // All of them have begun: none can be served from what the first leaves behind.
        Assert.That(
            () => _api.Logs.GetSnapshot().Count(record => record.Message.Contains("company-overview - Request started", StringComparison.Ordinal)),
            Is.EqualTo(100).After(30_000, 20));
        release.SetResult();
        var answers = await Task.WhenAll(asking);
        var bodies = await Task.WhenAll(answers.Select(answer => answer.Content.ReadAsStringAsync()));

        Assert.That(_model.Requests, Has.Count.EqualTo(1));
        Assert.That(bodies.Distinct().Single(), Does.StartWith("""{"overview":"Discussing """));
        // A request that looked it up after the model had answered found it stored.
        Assert.That(
            answers.Select(answer => answer.Headers.GetValues("X-Insight-Source").Single()),
            Is.All.EqualTo("model").Or.EqualTo("stored"));
    }

    [Test]
    public async Task Overview_OfDealsWhoseMeetingsDifferInTheirTextAlone_IsEachDealsOwn()
    {
        await _api.HasAsync(
            "meeting_insights",
            """{"deal_id":"Acme","meeting_id":"m1","meeting_date":"2026-01-05","transcript":"We agreed to run a pilot in March."}""",
            """{"deal_id":"Bolt","meeting_id":"m1","meeting_date":"2026-01-05","transcript":"We agreed to end a pilot in March."}""");

        var first = await _api.BodyAsync(Endpoint.Overview, "Acme");
        var second = await _api.BodyAsync(Endpoint.Overview, "Bolt");

        Assert.That(second, Is.Not.EqualTo(first));
        Assert.That(_model.Requests, Has.Count.EqualTo(2));
    }

    [Test]
    public async Task Overview_AskedForAgainAndAfterARestart_CostsNothing()
    {
        await HasMeetingAsync("Acme", "1", "We agreed to run a pilot in March.");

        using var first = await _api.AskAsync(Endpoint.Overview, "Acme");
        using var second = await _api.AskAsync(Endpoint.Overview, "Acme");
        _api = await _api.RestartAsync(Settings);
        using var third = await _api.AskAsync(Endpoint.Overview, "Acme");

        HttpResponseMessage[] answers = [first, second, third];
        Assert.That(
            answers.Select(answer => answer.Headers.GetValues("X-Insight-Source").Single()),
            Is.EqualTo(new[] { "model", "stored", "stored" }));
        Assert.That(
            answers.Select(answer => answer.Headers.GetValues("X-Insight-Generated-At").Single()).Distinct().Single(),
            Does.Match(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$"));
        Assert.That(
            await third.Content.ReadAsStringAsync(), Is.EqualTo(await first.Content.ReadAsStringAsync()));
        Assert.That(_model.Requests, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task Overview_AfterANewMeeting_IsStaleAtOnceAndThenNew()
    {
        await HasMeetingAsync("Acme", "1", "We agreed to run a pilot in March.");
        var old = await _api.BodyAsync(Endpoint.Overview, "Acme");
        var release = new TaskCompletionSource();
        _model.Answer = StubAnswers.After(release.Task, StubAnswers.Good);
        await HasMeetingAsync("Acme", "2", "The pilot went well and we want to buy.");

        // Answered while the model holds its answer back.
        using var stale = await _api.AskAsync(Endpoint.Overview, "Acme");
        await _model.WaitUntilInFlightAsync(1).WaitAsync(DealInsightsApi.Patience);
        var stillStale = await _api.SourceAsync(Endpoint.Overview, "Acme");
        release.SetResult();

        Assert.That(
            async () => await _api.SourceAsync(Endpoint.Overview, "Acme"), Is.EqualTo("stored").After(30_000, 20));
        await Assert.MultipleAsync(async () =>
        {
            Assert.That(stale.Headers.GetValues("X-Insight-Source").Single(), Is.EqualTo("stored; stale"));
            Assert.That(await stale.Content.ReadAsStringAsync(), Is.EqualTo(old));
            Assert.That(stillStale, Is.EqualTo("stored; stale"));
            Assert.That(await _api.BodyAsync(Endpoint.Overview, "Acme"), Is.Not.EqualTo(old));
            Assert.That(_model.Requests, Has.Count.EqualTo(2));
        });
    }

    [Test]
    public async Task Overview_WhenTheServiceStopsDuringARefresh_FinishesItFirst()
    {
        await HasMeetingAsync("Acme", "1", "We agreed to run a pilot in March.");
        await _api.BodyAsync(Endpoint.Overview, "Acme");
        await HasMeetingAsync("Acme", "2", "The pilot went well and we want to buy.");
        var release = new TaskCompletionSource();
        _model.Answer = StubAnswers.After(release.Task, StubAnswers.Good);
        await _api.SourceAsync(Endpoint.Overview, "Acme");
        await _model.WaitUntilInFlightAsync(1).WaitAsync(DealInsightsApi.Patience);

        var restarting = _api.RestartAsync(Settings);
        release.SetResult();
        _api = await restarting;

        Assert.That(await _api.SourceAsync(Endpoint.Overview, "Acme"), Is.EqualTo("stored"));
        Assert.That(_model.Requests, Has.Count.EqualTo(2));
    }

    [Test]
    public async Task Overview_WhenTheModelFailed_IsNotStoredAndNotAskedForAgainAtOnce()
    {
        await HasMeetingAsync("Acme", "1", "We agreed to run a pilot in March.");
        _model.NextAnswers(StubAnswers.ContentFilter);

        var first = await _api.SourceAsync(Endpoint.Overview, "Acme");
        var second = await _api.SourceAsync(Endpoint.Overview, "Acme");
        _api = await _api.RestartAsync(Settings);
        var afterARestart = await _api.SourceAsync(Endpoint.Overview, "Acme");

        Assert.That(
            new[] { first, second, afterARestart },
            Is.EqualTo(new[] { "offline; reason=filtered", "offline; reason=filtered", "model" }));
    }

    [Test]
    public async Task Overviews_WhenAFifthOfTheAnswersFailInAllWays_AreRememberedOnlyIfTheModelProvedThem()
    {
        const int Deals = 100;
        var names = Enumerable.Range(0, Deals).Select(deal => $"Deal {deal}").ToList();
        _api = await _api.RestartAsync(
            [.. Settings, "--LanguageModel:AttemptTimeout=00:00:01", "--LanguageModel:RetryDelay=00:00:00.01", "--LanguageModel:MaxRetries=1"]);
        await _api.HasAsync("meeting_insights", [.. names.Select(name => Meeting(name, ["CEO"]))]);
        StubAnswer[] faults =
        [
            StubAnswers.Status(429), StubAnswers.Status(429, ("Retry-After", "1")), StubAnswers.Status(429, ("Retry-After", "60")),
            StubAnswers.Status(500), StubAnswers.Status(503), StubAnswers.Disconnect, StubAnswers.Reset, StubAnswers.Trickle,
            StubAnswers.Silence, StubAnswers.CutOff, StubAnswers.WrongSchema, StubAnswers.ContentFilter, StubAnswers.Refusal,
            StubAnswers.Html, StubAnswers.Invented,
        ];
        _model.Answer = StubAnswers.Mix(
            seed: 7, [(80, StubAnswers.Good), .. faults.Select(fault => (20.0 / faults.Length, fault))]);

        var before = await Task.WhenAll(names.Select(name => OverviewAsync(name)));
        _model.Answer = StubAnswers.Good;
        _api = await _api.RestartAsync(Settings);
        var after = await Task.WhenAll(names.Select(name => OverviewAsync(name)));

        var proven = before.Zip(after).Where(pair => pair.First.Source == "model").ToList();
        var others = before.Zip(after).Where(pair => pair.First.Source != "model").ToList();
        Assert.Multiple(() =>
        {
            Assert.That(proven, Has.Count.InRange(Deals / 10, Deals - 1), "how many the breaker lets through is another matter");
            Assert.That(proven.Select(pair => pair.Second.Source), Is.All.EqualTo("stored"));
            Assert.That(proven.Select(pair => pair.Second.Body), Is.EqualTo(proven.Select(pair => pair.First.Body)));
            Assert.That(others.Select(pair => pair.First.Source), Is.All.StartsWith("offline; reason="));
            Assert.That(others.Select(pair => pair.Second.Source), Is.All.EqualTo("model"), "nothing of a failure was kept");
            Assert.That(after.Select(answer => answer.Body), Is.All.StartsWith("""{"overview":"Discussing """));
        });
    }

    [Test]
    public async Task Overview_OfAnotherDeploymentOrSeller_IsMadeAnew()
    {
        await HasMeetingAsync("Acme", "1", "We agreed to run a pilot in March.");
        await _api.BodyAsync(Endpoint.Overview, "Acme");

        _api = await _api.RestartAsync([.. Settings, "--Seller:Name=Contoso", "--CompanyOverview:StaleWhileRevalidate=false"]);
        var seller = await _api.SourceAsync(Endpoint.Overview, "Acme");
        _api = await _api.RestartAsync(
            [.. Settings, "--AzureOpenAI:Deployment=other", "--CompanyOverview:StaleWhileRevalidate=false"]);
        var deployment = await _api.SourceAsync(Endpoint.Overview, "Acme");
        _api = await _api.RestartAsync(Settings);
        var asBefore = await _api.SourceAsync(Endpoint.Overview, "Acme");

        // One overview a deal is kept.
        Assert.That(new[] { seller, deployment, asBefore }, Is.EqualTo(new[] { "model", "model", "stored; stale" }));
    }

    [Test]
    public async Task Stakeholders_OfTwelveTitles_CostOneCallAndThenNoneForAnyDeal()
    {
        await _api.HasAsync("meeting_insights", Meeting("Acme", TwelveTitles), Meeting("Other", TwelveTitles));

        var sources = new List<string>
        {
            await _api.SourceAsync(Endpoint.Stakeholders, "Acme"),
            await _api.SourceAsync(Endpoint.Stakeholders, "Acme"),
            await _api.SourceAsync(Endpoint.Stakeholders, "Other"),
        };
        _api = await _api.RestartAsync(Settings);
        sources.Add(await _api.SourceAsync(Endpoint.Stakeholders, "Other"));

        Assert.That(sources, Is.EqualTo(new[] { "model", "stored", "stored", "stored" }));
        Assert.That(_model.Requests, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task Stakeholders_WithSomeNewTitles_AskAboutThoseAlone()
    {
        await _api.HasAsync(
            "meeting_insights", Meeting("Acme", ["CEO", "Clerk"]), Meeting("Other", ["clerk", "CTO", "Buyer", " ceo "]));
        await _api.SourceAsync(Endpoint.Stakeholders, "Acme");

        var source = await _api.SourceAsync(Endpoint.Stakeholders, "Other");

        Assert.That(source, Is.EqualTo("model"));
        Assert.That(
            WireFormat.TitlesOf(_model.Requests.Last()).Select(title => title.Title),
            Is.EquivalentTo(new[] { "cto", "buyer" }));
    }

    [Test]
    public async Task Stakeholders_AskedForByFiftyAtOnce_CostOneCall()
    {
        await _api.HasAsync("meeting_insights", Meeting("Acme", TwelveTitles), Meeting("Other", [.. TwelveTitles.Reverse()]));
        _model.Answer = StubAnswers.After(TimeSpan.FromMilliseconds(200), StubAnswers.Good);

        var sources = await Task.WhenAll(Enumerable.Range(0, 50).Select(
            number => _api.SourceAsync(Endpoint.Stakeholders, number % 2 == 0 ? "Acme" : "Other")));

        Assert.That(sources, Is.All.EqualTo("model").Or.EqualTo("stored"));
        Assert.That(_model.Requests, Has.Count.EqualTo(1));
    }

    private async Task<(string Source, string Body)> OverviewAsync(string deal)
    {
        using var response = await _api.AskAsync(Endpoint.Overview, deal);
        Assert.That(response.StatusCode, Is.EqualTo(System.Net.HttpStatusCode.OK));

        return (response.Headers.GetValues("X-Insight-Source").Single(), await response.Content.ReadAsStringAsync());
    }

    private Task HasMeetingAsync(string deal, string id, string transcript) => _api.HasAsync(
        "meeting_insights",
        System.Text.Json.JsonSerializer.Serialize(new
        {
            deal_id = deal,
            meeting_id = $"{deal}_{id}",
            meeting_date = $"2026-01-0{id}",
            transcript,
        }));

    private static string Meeting(string deal, string[] titles) => System.Text.Json.JsonSerializer.Serialize(new
    {
        deal_id = deal,
        meeting_id = $"{deal}_1",
        meeting_date = "2026-01-05",
        transcript = "We agreed to move forward with the pilot in March.",
        buyer_attendees = titles.Select((title, index) => new { name = $"Person {index}", title }),
    });
}
