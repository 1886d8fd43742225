using System.Reflection;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using DealInsights.Client;
using DealInsights.Client.Example;
using DealInsights.Client.V2;
using NUnit.Framework.Constraints;

namespace DealInsights.ContractTests;

/// <summary>Calls every operation of the generated C# client over the sample deals.</summary>
[TestFixture]
internal sealed class CSharpClientTests
{
    private DealInsightsApi _api = null!;
    private LastResponse _response = null!;
    private HttpClient _http = null!;
    private DealInsightsClient _deals = null!;

    [OneTimeSetUp]
    public async Task SetUp()
    {
        _api = await SampleService.StartAsync();
        _response = new LastResponse();
        _http = new HttpClient(_response).ForDealInsights(_api.Client.BaseAddress!);
        _deals = new DealInsightsClient(_http);
    }

    [OneTimeTearDown]
    public async Task TearDown()
    {
        _http.Dispose();
        _response.Dispose();
        await _api.DisposeAsync();
    }

    private static IEnumerable<TestCaseData> Operations() =>
        from version in OpenApiFile.Versions
        from operation in OpenApiFile.Read(version).Operations
        where !operation.IsStream && !operation.IsForAdmins
        select new TestCaseData(version, operation).SetArgDisplayNames(version, operation.Id);

    private static IEnumerable<TestCaseData> Refusals() =>
        from version in OpenApiFile.Versions
        from operation in OpenApiFile.Read(version).Operations
        where !operation.IsForAdmins
        from status in operation.Responses.Keys.Intersect([400, 404])
        select new TestCaseData(version, operation, status).SetArgDisplayNames(version, operation.Id, $"{status}");

    [TestCaseSource(nameof(Operations))]
    public async Task Operation_ReadsTheWholeResponse(string version, ApiOperation operation)
    {
        var read = await CallAsync(version, operation, parameter => parameter.IsRequired ? parameter.Example : null);

        // Serialized again it is what the service sent: the client's types lose nothing.
        Assert.That(
            WithoutNulls(JsonSerializer.SerializeToNode(read, read!.GetType()))?.ToJsonString(),
            Is.EqualTo(WithoutNulls(JsonNode.Parse(_response.Body))?.ToJsonString()));
    }

    [TestCaseSource(nameof(Refusals))]
    public async Task Operation_ThrowsTheProblem(string version, ApiOperation operation, int status)
    {
        var thrown = (await Assert.ThrowsAsync<ApiException<ProblemDetails>>(
            () => CallAsync(version, operation, parameter => status == 404
                ? operation.ValuesFor(404)[parameter]
                : parameter.InvalidValue ?? operation.ValuesFor(200)[parameter])))!;

        Assert.Multiple(() =>
        {
            Assert.That(thrown.StatusCode, Is.EqualTo(status));
            Assert.That(thrown.Result.Status, Is.EqualTo(status));
            Assert.That(thrown.Result.TraceId, Does.Match("^[0-9a-f]{32}$"));
            Assert.That(thrown.Result.Errors, status == 400 ? (IResolveConstraint)Is.Not.Empty : Is.Null);
        });
    }

    [Test]
    public async Task StreamDealOverview_YieldsTheEventsUpToTheOverview()
    {
        var id = await IdOfAsync("Acme renewal");
        var events = new List<OverviewEvent>();
        await foreach (var item in (await _deals.StreamDealOverviewAsync(id)).ReadOverviewEventsAsync())
        {
            events.Add(item);
        }

        Assert.That(events[^1].Name, Is.EqualTo("final"));
        Assert.That(events[^1].Overview!.Text, Is.EqualTo((await _deals.GetDealOverviewAsync(id)).Text));
    }

    [Test]
    public async Task OverviewEvents_AreReadByTheirNames()
    {
        const string Stream = """
            : alive

            event: statement
            data: {"text":"Grün","evidence":[]}

            event: error
            data: {"type":"about:blank","title":"Broken","status":500,"traceId":"1"}


            """;
        using var response = new FileResponse(
            200, new Dictionary<string, IEnumerable<string>>(), new MemoryStream(Encoding.UTF8.GetBytes(Stream)), null, null);
        var events = new List<OverviewEvent>();
        await foreach (var item in response.ReadOverviewEventsAsync())
        {
            events.Add(item);
        }

        Assert.Multiple(() =>
        {
            Assert.That(events.Select(item => item.Name), Is.EqualTo(new[] { "statement", "error" }));
            Assert.That(events[0].Statement!.Text, Is.EqualTo("Grün"));
            Assert.That(events[1].Problem!.Title, Is.EqualTo("Broken"));
        });
    }

    [Test]
    public async Task ListDeals_TakesEveryOrderAndLeadsToEveryDeal([Values] Sort order)
    {
        var ids = new List<string>();
        string? cursor = null;
        do
        {
            var page = await _deals.ListDealsAsync(sort: order, limit: 11, cursor: cursor);
            ids.AddRange(page.Deals.Select(deal => deal.Id));
            cursor = page.NextCursor;
        }
        while (cursor is not null);

        Assert.That(ids, Is.Unique.And.Count.EqualTo(29));
        foreach (var id in ids)
        {
            Assert.That((await _deals.GetDealAsync(id)).Id, Is.EqualTo(id));
        }
    }

    [Test]
    public async Task Response_ThatIsCurrent_IsAnApiExceptionWith304()
    {
        var id = await IdOfAsync("Acme renewal");
        await _deals.GetDealAsync(id);

        var thrown = (await Assert.ThrowsAsync<ApiException>(() => _deals.GetDealAsync(id, _response.Tag)))!;

        Assert.That(thrown.StatusCode, Is.EqualTo(304));
    }

    [Test]
    public async Task Flag_OfV2_IsReadAsBooleanAndAsText()
    {
        var crm = new DealInsightsV2Client(_http);
        var stored = (await crm.GetConcernsAsync("Acme renewal"))[0];
        var absent = (await crm.GetConcernsAsync("No such deal"))[0];

        Assert.Multiple(() =>
        {
            Assert.That(stored.Pricing_concerns!.Has_concerns, Is.EqualTo(new FlagV2(true, null)));
            Assert.That(absent.Pricing_concerns!.Has_concerns, Is.EqualTo(new FlagV2(null, "N/A")));
        });
    }

    [Test]
    public async Task Example_RunsAsWritten()
    {
        using var output = new StringWriter();
        await DealExample.RunAsync(_api.Client.BaseAddress!, "Acme renewal", output);
        await DealExample.RunAsync(_api.Client.BaseAddress!, "No such deal", output, "a key");

        Assert.That(output.ToString(), Does.Contain("May decide: Gordon Haas, CFO").And.Contain("There is no deal named"));
    }

    [Test]
    public async Task Caller_IsNamedByKeyOrToken()
    {
        using var sent = new LastResponse();
        using var withKey = new HttpClient(sent, disposeHandler: false).ForDealInsights(_api.Client.BaseAddress!, apiKey: "a key");
        using var withToken = new HttpClient(sent, disposeHandler: false).ForDealInsights(_api.Client.BaseAddress!, token: "a token");

        await new DealInsightsV2Client(withKey).GetHealthAsync();
        Assert.That(sent.RequestHeaders, Does.Contain("X-Api-Key: a key").And.Not.Contain("Authorization"));
        await new DealInsightsV2Client(withToken).GetHealthAsync();
        Assert.That(sent.RequestHeaders, Does.Contain("Authorization: Bearer a token").And.Not.Contain("X-Api-Key"));
    }

    private async Task<string> IdOfAsync(string dealName) =>
        (await _deals.ListDealsAsync(name: dealName)).Deals.Single().Id;

    /// <summary>Calls the method of an operation with a value for each of its parameters.</summary>
    private async Task<object?> CallAsync(string version, ApiOperation operation, Func<ApiParameter, string?> valueFor)
    {
        object client = version == "v2" ? new DealInsightsV2Client(_http) : new DealInsightsClient(_http);
        var name = $"{char.ToUpperInvariant(operation.Id[0])}{operation.Id[1..]}Async";
        var method = client.GetType().GetMethods().Single(
            method => method.Name == name && method.GetParameters().Length == operation.Parameters.Count + 1);
        var arguments = method.GetParameters().Select(argument => Argument(
            argument, operation.Parameters.FirstOrDefault(
                parameter => parameter.Name.Replace('-', '_').Equals(argument.Name, StringComparison.OrdinalIgnoreCase)), valueFor));

        var call = (Task)method.Invoke(client, [.. arguments])!;
        await call;

        return call.GetType().GetProperty("Result")!.GetValue(call);
    }

    private static object? Argument(ParameterInfo argument, ApiParameter? parameter, Func<ApiParameter, string?> valueFor)
    {
        var value = parameter is null ? null : valueFor(parameter);

        return argument.ParameterType == typeof(CancellationToken) ? CancellationToken.None
            : argument.ParameterType == typeof(int?) && value is not null ? int.Parse(value)
            : argument.ParameterType == typeof(string) ? value
            : null;
    }

    private static JsonNode? WithoutNulls(JsonNode? node) => node switch
    {
        JsonObject fields => new JsonObject(fields
            .Where(field => field.Value is not null)
            .OrderBy(field => field.Key, StringComparer.Ordinal)
            .Select(field => KeyValuePair.Create(field.Key, WithoutNulls(field.Value)))),
        JsonArray items => new JsonArray([.. items.Select(WithoutNulls)]),
        // An instant can be written in several ways.
        JsonValue value when value.GetValueKind() == JsonValueKind.String
            && DateTimeOffset.TryParse(value.GetValue<string>(), out var time) && value.GetValue<string>().Contains('T', StringComparison.Ordinal)
            => time.UtcDateTime.ToString("O"),
        _ => node?.DeepClone(),
    };

    /// <summary>Keeps the last request and response.</summary>
    private sealed class LastResponse() : DelegatingHandler(new SocketsHttpHandler { UseProxy = false })
    {
        public string Body { get; private set; } = "";

        public string? Tag { get; private set; }

        public string RequestHeaders { get; private set; } = "";

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var response = await base.SendAsync(request, cancellationToken);
            await response.Content.LoadIntoBufferAsync(cancellationToken);
            Body = await response.Content.ReadAsStringAsync(cancellationToken);
            Tag = response.Headers.ETag?.ToString();
            RequestHeaders = request.Headers.ToString();

            return response;
        }
    }
}
