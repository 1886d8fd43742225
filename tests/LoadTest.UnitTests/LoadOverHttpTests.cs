using System.Collections.Concurrent;
using DealInsights.LoadTest.Load;
using DealInsights.LoadTest.Measurement;
using Microsoft.AspNetCore.Http;

namespace DealInsights.LoadTest.UnitTests;

/// <summary>The generators against a real server on a real port.</summary>
[CancelAfter(30_000)]
internal sealed class LoadOverHttpTests
{
    private static readonly string[] Deals = ["A & B", "C"];

    private AnsweringServer _server = null!;

    private Uri Address => _server.Address;

    [SetUp]
    public async Task StartServer() => _server = await AnsweringServer.StartAsync();

    [TearDown]
    public async Task StopServer() => await _server.DisposeAsync();

    [Test]
    public async Task SendAsync_WhenTheAnswerIsJson_ReadsTheServersHeaders(CancellationToken cancellationToken)
    {
        _server.Answer = context =>
        {
            context.Response.Headers["X-Insight-Source"] = "model";
            context.Response.Headers["X-Response-Time"] = "12.50ms";
            return context.Response.WriteAsJsonAsync(Deals, cancellationToken);
        };

        var outcome = await SendAsync(Address, cancellationToken);

        using (Assert.EnterMultipleScope())
        {
            Assert.That((outcome.Status, outcome.Failure), Is.EqualTo(((int?)200, (string?)null)));
            Assert.That(outcome.InsightSource, Is.EqualTo("model"));
            Assert.That(outcome.ServerTime, Is.EqualTo(TimeSpan.FromMilliseconds(12.5)));
        }
    }

    [TestCase(503, "application/json", "status 503")]
    [TestCase(302, "application/json", "status 302")]
    [TestCase(200, "text/html", "content type text/html")]
    [TestCase(200, null, "no content type")]
    public async Task SendAsync_WhenTheAnswerIsNotTheExpected_NamesTheFailure(
        int status, string? contentType, string expected, CancellationToken cancellationToken)
    {
        _server.Answer = context =>
        {
            context.Response.StatusCode = status;
            context.Response.ContentType = contentType;
            return Task.CompletedTask;
        };

        Assert.That((await SendAsync(Address, cancellationToken)).Failure, Is.EqualTo(expected));
    }

    [Test]
    public async Task SendAsync_WhenNothingListens_IsAConnectionErrorWithoutStatus(CancellationToken cancellationToken)
    {
        var address = Address;
        await _server.StopAsync(cancellationToken);

        var outcome = await SendAsync(address, cancellationToken);

        Assert.That((outcome.Status, outcome.Failure), Is.EqualTo(((int?)null, "ConnectionError")));
    }

    [Test]
    public async Task Burst_WhenTheServerWaitsForAllOfIt_IsAnswered(CancellationToken cancellationToken)
    {
        const int AtOnce = 10;
        var arrived = 0;
        var allArrived = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _server.Answer = async context =>
        {
            if (Interlocked.Increment(ref arrived) == AtOnce)
            {
                allArrived.SetResult();
            }

            await allArrived.Task.WaitAsync(context.RequestAborted);
            await context.Response.WriteAsJsonAsync(Deals, cancellationToken);
        };
        var tallies = ContractEndpoint.All.ToDictionary(endpoint => endpoint, _ => new RequestTally());

        var wholeBurst = await Burst().RunAsync(AtOnce, tallies, cancellationToken);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(wholeBurst, Is.Not.Null);
            Assert.That(tallies.Values.Sum(tally => tally.Latency.Count), Is.EqualTo(AtOnce));
        }
    }

    [Test]
    public async Task Burst_OverItsRequests_TakesEveryEndpointWithEveryDeal(CancellationToken cancellationToken)
    {
        var asked = new ConcurrentBag<string>();
        _server.Answer = context =>
        {
            asked.Add(context.Request.Path.Value!.Split('/')[^1] + context.Request.QueryString);
            return context.Response.WriteAsJsonAsync(Deals, cancellationToken);
        };
        var tallies = ContractEndpoint.All.ToDictionary(endpoint => endpoint, _ => new RequestTally());

        await Burst().RunAsync(ContractEndpoint.All.Count * Deals.Length, tallies, cancellationToken);

        Assert.That(asked, Is.EquivalentTo(
        [
            "deal-info?dealName=A%20%26%20B", "deal-info?dealName=C",
            "get-concerns?dealName=A%20%26%20B", "get-concerns?dealName=C",
            "company-overview?dealName=A%20%26%20B", "company-overview?dealName=C",
            "get-stakeholders?deal_name=A%20%26%20B", "get-stakeholders?deal_name=C",
        ]));
    }

    [Test]
    public async Task Sustained_WhenStopped_ReturnsWhatWasAnswered(CancellationToken cancellationToken)
    {
        using var stop = new CancellationTokenSource();
        var answered = 0;
        _server.Answer = async context =>
        {
            if (Interlocked.Increment(ref answered) > 20)
            {
                await stop.CancelAsync();
            }

            await context.Response.WriteAsJsonAsync(Deals, cancellationToken);
        };
        var load = new SustainedLoad(TimeProvider.System, connections: 2, timeout: TimeSpan.FromSeconds(10));

        var measured = await load.RunAsync(Addresses(ContractEndpoint.DealInfo), TimeSpan.FromMinutes(10), stop.Token);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(measured.Tally.Latency.Count, Is.InRange(18, 22));
            Assert.That(measured.Tally.Failed, Is.Zero);
        }
    }

    private static async Task<RequestOutcome> SendAsync(Uri address, CancellationToken cancellationToken)
    {
        using var client = new LoadClient(TimeProvider.System, connections: 1);
        return await client.SendAsync(address, cancellationToken);
    }

    private BurstLoad Burst() => new(
        TimeProvider.System,
        [.. ContractEndpoint.All.Select(endpoint => (endpoint, Addresses(endpoint)))],
        timeout: TimeSpan.FromSeconds(10));

    private DealAddresses Addresses(ContractEndpoint endpoint) => new(Address, endpoint, Deals);
}
