namespace DealInsights.WebApi.FunctionalTests;

/// <summary>
/// The literal JSON of every endpoint in every form of the contract, on both stores: a renamed field breaks here.
/// </summary>
[TestFixture("embedded")]
[TestFixture("mongodb", Category = "MongoDB")]
internal sealed class V2AnswerTests(string store)
{
    private DealInsightsApi _api = null!;

    [SetUp]
    public async Task SetUp() =>
        _api = await DealInsightsApi.StartAsync(store == "mongodb" ? TestStore.Mongo() : TestStore.Embedded());

    [TearDown]
    public async Task TearDown()
    {
        // Null when the set-up skipped the test.
        if (_api is not null)
        {
            await _api.DisposeAsync();
        }
    }

    [Test]
    public async Task DealInfo_WhenStored_AnswersItsFields()
    {
        await _api.HasAsync("deal_info", """{"deal_id":"Acme & Söhne","owner":"Dana","stage":"contractsent"}""");
        await _api.HasAsync(
            "deal_timeline",
            """{"deal_id":"Acme & Söhne","events":[{},{},{}],"start_date":"2026-01-05","end_date":{"$date":"2026-02-05T09:30:00Z"}}""");

        Assert.That(
            await _api.BodyAsync(Endpoint.DealInfo, "Acme & Söhne"),
            Is.EqualTo("""{"dealId":"Acme & Söhne","dealOwner":"Dana","dealStage":"contractsent","activityCount":3,"startDate":"2026-01-05","endDate":"2026-02-05T09:30:00"}"""));
    }

    [TestCase("")]
    [TestCase(""","owner":null,"stage":null""")]
    [TestCase(""","owner":{}""")]
    [TestCase(""","owner":17,"stage":["won"]""", Description = "damaged")]
    public async Task DealInfo_WithoutOwnerStageAndTimeline_SaysUnknown(string fields)
    {
        await _api.HasAsync("deal_info", $$"""{"deal_id":"Acme"{{fields}}}""");

        Assert.That(
            await _api.BodyAsync(Endpoint.DealInfo, "Acme"),
            Is.EqualTo("""{"dealId":"Acme","dealOwner":"Unknown Owner","dealStage":"Unknown","activityCount":0,"startDate":null,"endDate":null}"""));
    }

    [Test]
    public async Task DealInfo_WhenOnlyOtherCollectionsKnowTheDeal_SaysNotFound()
    {
        await _api.HasAsync("deal_timeline", """{"deal_id":"Acme","events":[{}],"start_date":"2026-01-05"}""");

        Assert.That(
            await _api.BodyAsync(Endpoint.DealInfo, "Acme"),
            Is.EqualTo("""{"dealId":"Not found","dealOwner":"Unknown Owner","activityCount":0,"startDate":null,"endDate":null}"""));
    }

    [Test]
    public async Task Concerns_WhenStored_AnswersKnownPartsInStoredOrder()
    {
        await _api.HasAsync(
            "deal_insights",
            """
            {"deal_id":"Acme","concerns":[
              {"pricing_concerns":{"has_concerns":true,"explanation":"Over \"budget\"","weight":3},
               "no_decision_maker":{"is_issue":false,"explanation":""},
               "already_has_vendor":{"has_vendor":"Yes","explanation":"A tool's in place"},"mood":"tense"},
              "not an object",
              {"no_decision_maker":{"is_issue":true}},
              {"already_has_vendor":{"explanation":"unclear"}}]}
            """);

        Assert.That(
            await _api.BodyAsync(Endpoint.Concerns, "Acme"),
            Is.EqualTo("""[{"pricing_concerns":{"has_concerns":true,"explanation":"Over \"budget\""},"no_decision_maker":{"is_issue":false,"explanation":""},"already_has_vendor":{"has_vendor":"Yes","explanation":"A tool's in place"}},{"no_decision_maker":{"is_issue":true}},{"already_has_vendor":{"explanation":"unclear"}}]"""));
    }

    [Test]
    public async Task Concerns_WhenStoredAsOneObject_AnswersAListOfOne()
    {
        await _api.HasAsync("deal_insights", """{"deal_id":"Acme","concerns":{"pricing_concerns":{"has_concerns":true,"explanation":"high"}}}""");

        Assert.That(
            await _api.BodyAsync(Endpoint.Concerns, "Acme"),
            Is.EqualTo("""[{"pricing_concerns":{"has_concerns":true,"explanation":"high"}}]"""));
    }

    [TestCase("")]
    [TestCase(""","concerns":[]""")]
    [TestCase(""","concerns":{}""")]
    [TestCase(""","concerns":null""")]
    [TestCase(",\"concerns\":\"none\"")]
    [TestCase(""","concerns":["none"]""")]
    [TestCase(""","concerns":7""")]
    [TestCase(null)]
    public async Task Concerns_WhenNoneCanBeRead_AnswersTheOneEmptyElement(string? fields)
    {
        if (fields is not null)
        {
            await _api.HasAsync("deal_insights", $$"""{"deal_id":"Acme"{{fields}}}""");
        }

        Assert.That(
            await _api.BodyAsync(Endpoint.Concerns, "Acme"),
            Is.EqualTo("""[{"pricing_concerns":{"has_concerns":"N/A","explanation":""},"no_decision_maker":{"is_issue":"N/A","explanation":""},"already_has_vendor":{"has_vendor":"N/A","explanation":""}}]"""));
    }

    [Test]
    public async Task Overview_WhenThereIsATranscript_AnswersASummaryOfIt()
    {
        await _api.HasAsync(
            "meeting_insights",
            """{"deal_id":"Acme","meeting_id":"Acme_2026-01-05","meeting_date":"2026-01-05","transcript":"We agreed to move forward with the pilot in March."}""");

        Assert.That(
            await _api.BodyAsync(Endpoint.Overview, "Acme"),
            Is.EqualTo("""{"overview":"We agreed to move forward with the pilot in March."}"""));
    }

    [TestCase(null)]
    [TestCase("")]
    [TestCase(""","transcript":null""")]
    [TestCase(",\"transcript\":\" \\n \"")]
    [TestCase(""","transcript":{"text":"hidden"}""")]
    public async Task Overview_WithoutAnyTranscript_IsADash(string? fields)
    {
        if (fields is not null)
        {
            await _api.HasAsync("meeting_insights", $$"""{"deal_id":"Acme","meeting_id":"Acme_1"{{fields}}}""");
        }

        using var response = await _api.AskAsync(Endpoint.Overview, "Acme");

        Assert.That(await response.Content.ReadAsStringAsync(), Is.EqualTo("""{"overview":"-"}"""));
        Assert.That(response.Headers.Contains("X-Insight-Source"), Is.False);
    }

    [Test]
    public async Task Stakeholders_WhenStored_AnswersEachPersonOnceDecisionMakersFirst()
    {
        await _api.HasAsync(
            "meeting_insights",
            """{"deal_id":"Acme","meeting_id":"Acme_2026-01-06","buyer_attendees":[{"name":"Zoë","email":"z@a.example","title":"Intern"},{"name":"Cy","email":null}]}""",
            """{"deal_id":"Acme","meeting_id":"Acme_2026-01-05","buyer_attendees":[{"name":"bob","email":"b@a.example","title":"Business Analyst"},{"name":"Zoë","email":"z@a.example","title":"VP Operations"},"somebody",{},null]}""",
            """{"deal_id":"Acme","meeting_id":"Acme_2026-01-07","buyer_attendees":null}""",
            """{"deal_id":"Acme","meeting_id":"Acme_2026-01-08"}""");

        Assert.That(
            await _api.BodyAsync(Endpoint.Stakeholders, "Acme"),
            Is.EqualTo("""{"stakeholders":[{"name":"Zoë","email":"z@a.example","title":"VP Operations","potential_decision_maker":true},{"name":"bob","email":"b@a.example","title":"Business Analyst","potential_decision_maker":false},{"name":"Cy","email":"","title":"","potential_decision_maker":false}]}"""));
    }

    [Test]
    public async Task Stakeholders_WhenNobodyIsStored_AnswersAnEmptyList() =>
        Assert.That(await _api.BodyAsync(Endpoint.Stakeholders, "Acme"), Is.EqualTo("""{"stakeholders":[]}"""));

    [Test]
    public async Task Stakeholders_AcceptsTheOtherSpellingOfTheParameter()
    {
        await _api.HasAsync("meeting_insights", """{"deal_id":"Acme","meeting_id":"1","buyer_attendees":[{"name":"Ann"}]}""");

        Assert.That(
            await _api.BodyAsync("get-stakeholders?dealName", "Acme"),
            Is.EqualTo("""{"stakeholders":[{"name":"Ann","email":"","title":"","potential_decision_maker":false}]}"""));
    }

    [Test]
    public async Task Health_IsHealthy() =>
        Assert.That(
            await _api.Client.GetStringAsync("/api/hubspot/v2/health"), Is.EqualTo("""{"status":"healthy","version":"v2"}"""));

    [Test]
    public async Task Parameters_OfHubSpot_AreIgnored()
    {
        await _api.HasAsync("deal_info", """{"deal_id":"Acme","owner":"Dana"}""");

        Assert.That(
            await _api.Client.GetStringAsync("/api/hubspot/v2/deal-info?userId=7&portalId=33&dealName=Acme&userEmail=jane%40x.example&appId=5"),
            Does.StartWith("""{"dealId":"Acme","dealOwner":"Dana","""));
    }
}
