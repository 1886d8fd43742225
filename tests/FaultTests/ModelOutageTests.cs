using DealInsights.FaultTests.Load;
using DealInsights.FaultTests.Parts;
using DealInsights.ModelStub;
using DealInsights.TestSupport;

namespace DealInsights.FaultTests;

/// <summary>The language model is away, silent, or comes and goes: everybody gets an answer that says who gave it.</summary>
[TestFixture]
[Category(FaultSuite.Full)]
internal sealed class ModelOutageTests
{
    private static readonly StubAnswer Slowly = StubAnswers.After(TimeSpan.FromMilliseconds(200), StubAnswers.Good);

    private StoreCopy _store = null!;
    private ModelStubServer _model = null!;
    private ServiceProcess _service = null!;

    [SetUp]
    public async Task SetUpAsync()
    {
        _store = new StoreCopy(FaultSuite.Store);
        _model = await ModelStubServer.StartAsync(answer: Slowly, keepsRequests: false);
        _service = ServiceSettings.Start(
        [
            _store.Setting,
            .. ServiceSettings.Model(_model.Endpoint),
            ("LanguageModel__Timeout", "00:00:03"),
            ("LanguageModel__AttemptTimeout", "00:00:01.4"),
            ("LanguageModel__BreakDuration", "00:00:05"),
        ]);
    }

    [TearDown]
    public async Task TearDownAsync()
    {
        await _service.DisposeAsync();
        await _model.DisposeAsync();
        _store.Dispose();
    }

    [Test]
    public async Task Dead_IsStoodInForAndFoundAgain()
    {
        var port = _model.Endpoint.Port;

        await RunAsync(
            async () => await _model.DisposeAsync(),
            async () => _model = await ModelStubServer.StartAsync(port, Slowly, keepsRequests: false));
    }

    [Test]
    public Task Silent_IsStoodInForAndFoundAgain() => RunAsync(
        () => AnswerWith(StubAnswers.Silence),
        () => AnswerWith(Slowly));

    [Test]
    public Task Flapping_IsStoodInForWhereItFails() => RunAsync(
        () => AnswerWith(StubAnswers.Flap(
            TimeSpan.FromSeconds(1), StubAnswers.Status(500), Slowly, StubAnswers.Silence, StubAnswers.Disconnect)),
        () => AnswerWith(Slowly));

    private async Task RunAsync(Func<Task> fault, Func<Task> mend)
    {
        var run = new FaultRun(await _service.AddressAsync(), FaultSuite.Truth)
        {
            IsOfTheModel = true,
        };

        var row = await run.RunAsync(fault, TimeSpan.FromSeconds(8), mend);

        Assert.That(row.Errors, Is.Empty);
        Assert.That(row.Offline, Is.Positive);
    }

    private Task AnswerWith(StubAnswer answer)
    {
        _model.Answer = answer;

        return Task.CompletedTask;
    }
}
