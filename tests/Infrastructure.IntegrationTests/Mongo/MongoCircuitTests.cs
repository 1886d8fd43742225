using System.Diagnostics.Metrics;
using DealInsights.Application.Diagnostics;
using DealInsights.Application.Failures;
using DealInsights.Infrastructure.IntegrationTests.Stores;
using DealInsights.Infrastructure.Mongo;
using DealInsights.TestSupport;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.Metrics.Testing;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace DealInsights.Infrastructure.IntegrationTests.Mongo;

/// <summary>Which failures keep other calls from waiting.</summary>
[Category("MongoDB")]
internal sealed class MongoCircuitTests
{
    private static readonly TimeSpan Long = TimeSpan.FromMilliseconds(200);

    private readonly FakeTimeProvider _clock = new();
    private TcpProxy _network = null!;
    private StoreUnderTest _store = null!;
    private MongoCircuit _circuit = null!;

    /// <summary>On a database that does not answer pings, so that nothing closes it unless the test does.</summary>
    [SetUp]
    public async Task MakeCircuitAsync()
    {
        _network = new TcpProxy(TestMongoServer.ConnectionString);
        await _network.StopAsync();
        _store = MongoTestStore.Open(MongoTestStore.NewServices(
            ("ConnectionStrings:MongoDb", _network.ConnectionString), ("MongoDb:ServerSelectionTimeout", "00:00:00.1")));
        _circuit = new MongoCircuit(
            _store.Services.GetRequiredService<MongoStoreStatus>(),
            _store.Services.GetRequiredService<IMeterFactory>(),
            _clock,
            NullLogger<MongoCircuit>.Instance);
    }

    [TearDown]
    public async Task RemoveStoreAsync()
    {
        _circuit.Dispose();
        await _store.DisposeAsync();
        await _network.DisposeAsync();
    }

    [Test]
    public void Enter_AfterACallWaitedInVain_IsRefused()
    {
        var call = _circuit.Enter();
        _clock.Advance(Long);
        _circuit.Failed(call);

        Assert.That(() => _circuit.Enter(), Throws.TypeOf<UpstreamUnavailableException>());
    }

    [Test]
    public void Enter_AfterACallFailedSoon_IsNot()
    {
        var call = _circuit.Enter();
        _clock.Advance(Long - TimeSpan.FromMilliseconds(1));
        _circuit.Failed(call);

        Assert.That(() => _circuit.Enter(), Throws.Nothing);
    }

    [Test]
    public void Enter_AfterACallWaitedInVainWhileAnotherSucceeded_IsNot()
    {
        var call = _circuit.Enter();
        _clock.Advance(Long);
        _circuit.Succeeded();
        _circuit.Failed(call);

        Assert.That(() => _circuit.Enter(), Throws.Nothing);
    }

    [Test]
    public void Enter_AfterACallThatWasUnderWaySucceeded_IsNot()
    {
        var call = _circuit.Enter();
        _clock.Advance(Long);
        _circuit.Failed(call);
        _circuit.Succeeded();

        Assert.That(() => _circuit.Enter(), Throws.Nothing);
    }

    [Test]
    public void Enter_AfterAPingWasAnswered_IsNot()
    {
        var call = _circuit.Enter();
        _clock.Advance(Long);
        _circuit.Failed(call);

        _network.Start();

        // Advanced again and again, for the rest between two pings.
        Assert.That(
            () =>
            {
                _clock.Advance(TimeSpan.FromSeconds(1));
                return IsClosed();
            },
            Is.True.After(20).Seconds.PollEvery(20).MilliSeconds);
    }

    [Test]
    public void Metric_TellsWhetherCallsAreRefused()
    {
        using var up = new MetricCollector<int>(
            _store.Services.GetRequiredService<IMeterFactory>(), Telemetry.Name, "dealinsights.mongodb.up");
        int Last()
        {
            up.RecordObservableInstruments();
            return up.LastMeasurement!.Value;
        }

        var before = Last();
        var call = _circuit.Enter();
        _clock.Advance(Long);
        _circuit.Failed(call);
        var refused = Last();
        _circuit.Succeeded();

        Assert.That((before, refused, Last()), Is.EqualTo((1, 0, 1)));
    }

    private bool IsClosed()
    {
        try
        {
            _circuit.Enter();
            return true;
        }
        catch (UpstreamUnavailableException)
        {
            return false;
        }
    }
}
