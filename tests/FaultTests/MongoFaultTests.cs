using DealInsights.FaultTests.Load;
using DealInsights.FaultTests.Parts;
using DealInsights.ModelStub;
using DealInsights.TestSupport;
using MongoDB.Driver;

namespace DealInsights.FaultTests;

/// <summary>What breaks around a service on MongoDB.</summary>
[TestFixture]
[Platform("Linux")]
internal sealed class MongoFaultTests
{
    private const string Database = "faults";

    private OwnMongo _mongo = null!;
    private ModelStubServer _model = null!;

    [OneTimeSetUp]
    public async Task SetUpAsync()
    {
        _mongo = await OwnMongo.StartAsync();
        await using var import = ServiceProcess.Start(
            ["import", FaultSuite.Export], ("ConnectionStrings__MongoDb", _mongo.ConnectionString), ("MongoDb__Database", Database));
        Assert.That(await import.ExitCodeAsync(), Is.Zero, string.Join('\n', import.Errors));
        _model = await ModelStubServer.StartAsync(keepsRequests: false);
    }

    [OneTimeTearDown]
    public async Task TearDownAsync()
    {
        if (_model is not null)
        {
            await _model.DisposeAsync();
        }

        if (_mongo is not null)
        {
            await _mongo.DisposeAsync();
        }
    }

    /// <summary>So that the model is asked, and its answers written, under the fault.</summary>
    [SetUp]
    public async Task ForgetInsightsAsync()
    {
        using var client = new MongoClient(_mongo.ConnectionString);
        await client.GetDatabase(Database).DropCollectionAsync("company_overviews");
        await client.GetDatabase(Database).DropCollectionAsync("title_judgements");
    }

    [Test]
    [Category(FaultSuite.Sample)]
    public async Task Killed_AndStartedAgain_IsRefusedSoonAndFoundAgain()
    {
        await using var service = Start(_mongo.ConnectionString);
        var run = new FaultRun(await service.AddressAsync(), FaultSuite.Truth);

        var row = await run.RunAsync(_mongo.KillAsync, TimeSpan.FromSeconds(8), _mongo.RestartAsync);

        // Those that were told at once are many more than those that found out by waiting.
        Assert.That(row.Errors.Values.Sum(), Is.GreaterThan(100));
    }

    [Test]
    [Category(FaultSuite.Full)]
    public async Task Frozen_ForTenSeconds_HoldsWhomItHasAndIsRefusedToOthers()
    {
        await using var service = Start(_mongo.ConnectionString);
        var run = new FaultRun(await service.AddressAsync(), FaultSuite.Truth, callers: 80);

        await run.RunAsync(_mongo.FreezeAsync, TimeSpan.FromSeconds(10), _mongo.ThawAsync);
    }

    [Test]
    [Category(FaultSuite.Full)]
    public async Task Connections_CutAgainAndAgain_AreMadeAnew()
    {
        await using var network = new TcpProxy(_mongo.ConnectionString);
        await using var service = Start(network.ConnectionString);
        var run = new FaultRun(await service.AddressAsync(), FaultSuite.Truth);
        using var enough = new CancellationTokenSource();
        var cutting = Task.CompletedTask;

        await run.RunAsync(
            () =>
            {
                cutting = CutAsync(network, enough.Token);
                return Task.CompletedTask;
            },
            TimeSpan.FromSeconds(6),
            async () =>
            {
                await enough.CancelAsync();
                await cutting;
            });
    }

    [Test]
    [Category(FaultSuite.Full)]
    public async Task Network_GoneAndBack_IsRefusedSoonAndFoundAgain()
    {
        await using var network = new TcpProxy(_mongo.ConnectionString);
        await using var service = Start(network.ConnectionString);
        var run = new FaultRun(await service.AddressAsync(), FaultSuite.Truth, callers: 80);

        await run.RunAsync(
            () =>
            {
                network.Freeze();
                return Task.CompletedTask;
            },
            TimeSpan.FromSeconds(10),
            () =>
            {
                network.Resume();
                return Task.CompletedTask;
            });
    }

    [Test]
    [Category(FaultSuite.Full)]
    public async Task Pool_SmallerThanTheLoad_RefusesThoseWhoWouldWaitTooLong()
    {
        const int Crowd = 64;
        await using var service = Start(
            _mongo.ConnectionString, ("MongoDb__MaxPoolSize", "2"), ("MongoDb__MinPoolSize", "1"), ("MongoDb__WaitQueueTimeout", "00:00:00.1"));
        var address = await service.AddressAsync();
        var run = new FaultRun(address, FaultSuite.Truth, callers: 1);
        using var client = FaultRun.NewClient(address, Crowd);
        using var enough = new CancellationTokenSource();

        await run.RunAsync(
            () =>
            {
                run.Ask(client, Crowd, enough.Token);
                return Task.CompletedTask;
            },
            TimeSpan.FromSeconds(6),
            enough.CancelAsync);

        // Many wait in vain, but others do not: no reason to refuse everybody.
        Assert.That(service.Output, Has.None.Contains("calls are refused until"));
    }

    [Test]
    [Category(FaultSuite.Full)]
    public async Task Stop_UnderLoad_AnswersWhatItAccepted()
    {
        await using var service = StopRun.Start(
            _model, ("ConnectionStrings__MongoDb", _mongo.ConnectionString), ("MongoDb__Database", Database));

        await StopRun.RunAsync(service, FaultSuite.Truth);
    }

    private static async Task CutAsync(TcpProxy network, CancellationToken enough)
    {
        while (!enough.IsCancellationRequested)
        {
            network.Cut();
            await Task.Delay(TimeSpan.FromMilliseconds(250), CancellationToken.None);
        }
    }

    private ServiceProcess Start(string connectionString, params (string, string)[] settings) => ServiceSettings.Start(
    [
        ("ConnectionStrings__MongoDb", connectionString),
        ("MongoDb__Database", Database),
        .. ServiceSettings.Model(_model.Endpoint),
        .. settings,
    ]);
}
