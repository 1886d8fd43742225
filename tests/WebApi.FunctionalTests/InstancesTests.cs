using DealInsights.ModelStub;
using DealInsights.TestSupport;
using MongoDB.Driver;

namespace DealInsights.WebApi.FunctionalTests;

/// <summary>Several processes on one store ask the model once.</summary>
[TestFixture]
[Category("MongoDB")]
internal sealed class InstancesTests
{
    private const string AnyPort = "--urls=http://127.0.0.1:0";

    private string _database = null!;
    private ModelStubServer _model = null!;

    [SetUp]
    public async Task SetUp()
    {
        _database = $"instances_{Guid.NewGuid():N}";
        _model = await ModelStubServer.StartAsync();
        using var deals = await DealsFile.CreateAsync(1);
        await using var import = ServiceProcess.Start(["import", deals.Path], Settings);
        Assert.That(await import.ExitCodeAsync(), Is.Zero, string.Join('\n', import.Errors));
    }

    [TearDown]
    public async Task TearDown()
    {
        await _model.DisposeAsync();
        using var client = new MongoClient(TestMongoServer.ConnectionString);
        await client.DropDatabaseAsync(_database);
    }

    private (string, string)[] Settings =>
    [
        ("ConnectionStrings__MongoDb", TestMongoServer.ConnectionString),
        ("MongoDb__Database", _database),
        ("AzureOpenAI__Endpoint", $"{_model.Endpoint}"),
        ("AzureOpenAI__Deployment", "gpt"),
        ("AzureOpenAI__ApiKey", "secret"),
        ("Insights__LeaseDuration", "00:00:02"),
    ];

    [TestCase("company-overview?dealName=Deal%200")]
    [TestCase("get-stakeholders?deal_name=Deal%200")]
    public async Task TwoProcesses_AskedByFiftyEachAtOnce_AskTheModelOnce(string address)
    {
        _model.Answer = StubAnswers.After(TimeSpan.FromSeconds(1), StubAnswers.Good);
        await using var one = ServiceProcess.Start([AnyPort], Settings);
        await using var two = ServiceProcess.Start([AnyPort], Settings);
        using var first = new HttpClient { BaseAddress = await one.AddressAsync() };
        using var second = new HttpClient { BaseAddress = await two.AddressAsync() };

        var sources = await Task.WhenAll(Enumerable.Range(0, 100).Select(
            number => SourceAsync(number % 2 == 0 ? first : second, address)));

        Assert.Multiple(() =>
        {
            Assert.That(sources, Is.All.EqualTo("model").Or.EqualTo("stored"));
            Assert.That(_model.Requests, Has.Count.EqualTo(1));
        });
    }

    [TestCase("company-overview?dealName=Deal%200")]
    [TestCase("get-stakeholders?deal_name=Deal%200")]
    public async Task WhenTheProcessThatAsksIsKilled_TheOtherCompletes(string address)
    {
        await using var one = ServiceProcess.Start([AnyPort], Settings);
        await using var two = ServiceProcess.Start([AnyPort], Settings);
        using var first = new HttpClient { BaseAddress = await one.AddressAsync() };
        using var second = new HttpClient { BaseAddress = await two.AddressAsync() };
        _model.NextAnswers(StubAnswers.Silence);
        var asking = SourceAsync(first, address);
        await _model.WaitUntilInFlightAsync(1).WaitAsync(DealInsightsApi.Patience);

        var waiting = SourceAsync(second, address);
        one.Kill();

        await Assert.MultipleAsync(async () =>
        {
            Assert.That(async () => await asking, Throws.InstanceOf<HttpRequestException>());
            Assert.That(await waiting.WaitAsync(DealInsightsApi.Patience), Is.EqualTo("model"));
            Assert.That(_model.Requests, Has.Count.EqualTo(2));
        });
    }

    private static async Task<string> SourceAsync(HttpClient client, string address)
    {
        using var response = await client.GetAsync($"/api/hubspot/v2/{address}");

        return response.Headers.GetValues("X-Insight-Source").Single();
    }
}
