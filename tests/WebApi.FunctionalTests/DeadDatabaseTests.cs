using System.Net;
using System.Net.Sockets;

namespace DealInsights.WebApi.FunctionalTests;

/// <summary>A MongoDB is configured, but nothing listens there.</summary>
[TestFixture]
internal sealed class DeadDatabaseTests
{
    private DealInsightsApi _api = null!;

    [OneTimeSetUp]
    public async Task SetUp()
    {
        using var reserved = new TcpListener(IPAddress.Loopback, 0);
        reserved.Start();
        var port = ((IPEndPoint)reserved.LocalEndpoint).Port;
        reserved.Stop();
        _api = await DealInsightsApi.StartAsync(
            $"--ConnectionStrings:MongoDb=mongodb://user:s3cret@127.0.0.1:{port}",
            "--MongoDb:ServerSelectionTimeout=00:00:00.300",
            "--MongoDb:ConnectTimeout=00:00:00.300");
    }

    [OneTimeTearDown]
    public async Task TearDown() => await _api.DisposeAsync();

    private static IEnumerable<string> Paths =>
    [
        .. Endpoint.All.Select(endpoint => $"/api/hubspot/v2/{endpoint}=Acme"),
        V3.Deals,
        .. V3.AboutADeal.Append("/insights?include=overview").Select(about => $"{V3.Deals}/17{about}"),
    ];

    [TestCaseSource(nameof(Paths))]
    public async Task Endpoint_Returns503WithRetryAfterAndNoInternals(string path)
    {
        using var response = await _api.Client.GetAsync(path);
        var body = await response.Content.ReadAsStringAsync();

        Assert.Multiple(() =>
        {
            Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.ServiceUnavailable));
            Assert.That(response.Content.Headers.ContentType?.MediaType, Is.EqualTo("application/problem+json"));
            Assert.That(response.Headers.RetryAfter?.Delta, Is.GreaterThan(TimeSpan.Zero));
            Assert.That(response.Headers.ETag, Is.Null);
            Assert.That(body, Does.Contain("The database is not available at the moment."));
            Assert.That(body, Does.Not.Contain("127.0.0.1").And.Not.Contain("s3cret").And.Not.Contain("   at "));
        });
    }

    [Test]
    public async Task Health_IsAliveButNotReady()
    {
        using var live = await _api.Client.GetAsync("/health/live");
        using var ready = await _api.Client.GetAsync("/health/ready");

        Assert.That(live.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(ready.StatusCode, Is.EqualTo(HttpStatusCode.ServiceUnavailable));
        Assert.That(
            await ready.Content.ReadAsStringAsync(),
            Is.EqualTo("""{"status":"unhealthy","store":"mongodb","model":"offline","deployment":null}"""));
    }

    [Test]
    public async Task Log_NamesNoPassword()
    {
        using var response = await _api.AskAsync(Endpoint.DealInfo, "Acme");

        Assert.That(
            _api.Logs.GetSnapshot().Select(record => $"{record.Message} {record.Exception}"), Has.None.Contains("s3cret"));
    }
}
