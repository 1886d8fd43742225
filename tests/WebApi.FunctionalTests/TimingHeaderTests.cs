using Microsoft.Extensions.Logging.Testing;

namespace DealInsights.WebApi.FunctionalTests;

[TestFixture]
internal sealed partial class TimingHeaderTests
{
    private DealInsightsApi _api = null!;

    [SetUp]
    public async Task SetUp() => _api = await DealInsightsApi.StartAsync();

    [TearDown]
    public async Task TearDown() => await _api.DisposeAsync();

    [Test]
    public async Task Answer_TellsWhereTheTimeWent()
    {
        using var response = await _api.AskAsync(Endpoint.DealInfo, "Acme");

        Assert.That(response.Headers.GetValues("X-Response-Time").Single(), Does.Match(@"^\d+\.\d\dms$"));
        Assert.That(
            response.Headers.GetValues("Server-Timing").Single(),
            Does.Match(@"^total;dur=\d+\.\d\d, GetDeal;dur=\d+\.\d\d;desc=""ok"", db;dur=\d+\.\d\d$"));
    }

    [Test]
    public async Task Refusal_NamesItsOutcomeAndNoDatabase()
    {
        using var response = await _api.AskAsync(Endpoint.Concerns, "");

        Assert.That(
            response.Headers.GetValues("Server-Timing").Single(),
            Does.Match(@"^total;dur=\d+\.\d\d, GetConcerns;dur=\d+\.\d\d;desc=""invalid""$"));
    }

    [Test]
    public async Task Request_IsFramedByTheLinesOperatorsKnow()
    {
        using var response = await _api.AskAsync(Endpoint.DealInfo, "Secret deal");

        var lines = (await LinesAsync("RequestCompleted")).Select(line => line.Message).ToList();
        Assert.That(lines[0], Is.EqualTo("→ [GET] /api/hubspot/v2/deal-info - Request started"));
        Assert.That(lines[^1], Does.Match(@"^← \[GET\] /api/hubspot/v2/deal-info - Completed in \d+\.\d\dms \[(FAST|OK|SLOW)\]$"));
        Assert.That(_api.Logs.GetSnapshot().Select(record => record.Message), Has.None.Contains("Secret"));
    }

    [Test]
    public async Task Path_CannotForgeALine()
    {
        using var response = await _api.Client.GetAsync("/x%0A%E2%86%90%20[GET]%20/forged");

        var lines = await LinesAsync("RequestCompleted");
        Assert.That(lines.Select(line => line.Message), Has.None.Contains("\n"));
    }

    [Test]
    public async Task MethodAndPath_OfAnyLength_LeaveShortLines()
    {
        using var request = new HttpRequestMessage(new HttpMethod(new string('X', 10_000)), string.Concat(Enumerable.Repeat("/a", 5_000)));
        using var response = await _api.Client.SendAsync(request);

        var lines = await LinesAsync("RequestCompleted");
        Assert.That(lines.Select(line => line.Message), Is.Not.Empty.And.All.Contains("[{unknown}] {unknown}"));
        Assert.That(lines.Select(line => line.Message.Length), Is.All.LessThan(256));
    }

    // The line is written after the answer has left, so the client may be here first.
    private async Task<IReadOnlyList<FakeLogRecord>> LinesAsync(string until)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        await foreach (var record in _api.Logs.GetLogsAsync(patience.Token))
        {
            if (record.Id.Name == until)
            {
                break;
            }
        }

        return [.. _api.Logs.GetSnapshot().Where(record => record.Category!.EndsWith("RequestTimingMiddleware", StringComparison.Ordinal))];
    }
}
