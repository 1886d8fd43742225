using DealInsights.Application.Meetings;
using DealInsights.Domain.Insights;
using DealInsights.Domain.Meetings;
using DealInsights.Infrastructure.Offline;
using DealInsights.ModelStub;
using static DealInsights.Infrastructure.IntegrationTests.OpenAi.StreamedEvents;

namespace DealInsights.Infrastructure.IntegrationTests.OpenAi;

/// <summary>What the first reader of a stream receives, over the real clients and the wire format of each model.</summary>
[TestFixture]
internal sealed class ModelStreamTests
{
    private const string Transcript = "Tom: We agreed to start the pilot of the dashboard. The price is a concern for Northwind.";

    [Test]
    public async Task Stream_WhileTheModelWrites_HasItsProvenStatementsThenTheSummary([Values] ModelClient client)
    {
        await using var model = await ModelUnderTest.StartAsync(client);
        model.Stub.Answer = StubAnswers.Streamed(new StreamShape());

        var events = await StreamAsync(model);

        var summary = FinalOf(events);
        Assert.That(StatementsOf(events), Is.EqualTo(summary.Value.Statements.Select(statement => statement.Text)));
        Assert.That(summary.Source, Is.EqualTo(InsightSource.Model));
        Assert.That(summary.Value.Statements.Single().Evidence.Single().Text, Does.StartWith("Tom: We agreed"));
    }

    [Test]
    public async Task Stream_AsksForAStreamWithItsUsage([Values] ModelClient client)
    {
        await using var model = await ModelUnderTest.StartAsync(client);

        await StreamAsync(model);

        var request = model.Stub.Requests.Single();
        Assert.That(request.WantsStream, Is.True);
        Assert.That(request.WantsUsage, Is.True);
        Assert.That(request.SchemaName, Is.EqualTo("company_overview"));
        Assert.That(
            model.Logs.Select(record => record.Message),
            Has.Some.Match(@"^The language model answered \(Stop; [1-9]\d* tokens in, [1-9]\d* out\)$"));
    }

    [Test]
    public async Task Stream_WhileTheModelHesitates_HasTheStatementsThatAreComplete()
    {
        await using var model = await ModelUnderTest.StartAsync();
        var release = new TaskCompletionSource();
        model.Stub.Answer = StubAnswers.Held(release.Task, "Worrying", _ => WireFormat.Overview(
            ("Inventing a reason.", 1, "nobody ever said these words"),
            ("Agreeing on a pilot.", 1, "We agreed to start the pilot"),
            ("Worrying about the price.", 1, "The price is a concern")));
        await model.StoreAsync("Acme", ("m1", Transcript));
        await using var events = model.StreamDeal("Acme", CancellationToken.None).GetAsyncEnumerator();

        Assert.That(await events.MoveNextAsync(), Is.True);
        Assert.That(StatementsOf([events.Current]), Is.EqualTo(new[] { "Agreeing on a pilot." }), "proven statements alone");
        var next = events.MoveNextAsync();
        Assert.That(next.IsCompleted, Is.False);
        release.SetResult();
        Assert.That(await next, Is.True);
        Assert.That(StatementsOf([events.Current]), Is.EqualTo(new[] { "Worrying about the price." }));
    }

    private static IEnumerable<TestCaseData> Faults()
    {
        (string Name, StubAnswer Answer, ModelFailure Reason)[] faults =
        [
            ("cut off", Ending(StreamEnd.CutOff), ModelFailure.Unavailable),
            ("reset", Ending(StreamEnd.Reset), ModelFailure.Unavailable),
            ("error in the middle", Ending(StreamEnd.Error), ModelFailure.Unavailable),
            ("silence in the middle", Ending(StreamEnd.Silence), ModelFailure.Timeout),
            ("content filter in the middle", Ending(StreamEnd.ContentFilter), ModelFailure.Filtered),
            ("garbage in the middle", Ending(StreamEnd.Garbage), ModelFailure.Invalid),
            ("refusal", StubAnswers.Refusal, ModelFailure.Filtered),
            ("content filter on the question", StubAnswers.ContentFilter, ModelFailure.Filtered),
            ("invented", StubAnswers.Invented, ModelFailure.Invalid),
            ("wrong schema", StubAnswers.WrongSchema, ModelFailure.Invalid),
            ("endless", StubAnswers.Streamed(new StreamShape { TokenLength = 10_000 }, _ => new string('a', 200_000)), ModelFailure.Invalid),
            ("HTML", StubAnswers.Html, ModelFailure.Unavailable),
            ("silence", StubAnswers.Silence, ModelFailure.Timeout),
            ("overload", StubAnswers.Status(503), ModelFailure.Unavailable),
        ];

        return
            from fault in faults
            from client in Enum.GetValues<ModelClient>()
            select new TestCaseData(client, fault.Answer, fault.Reason).SetArgDisplayNames($"{client}", fault.Name);
    }

    [TestCaseSource(nameof(Faults))]
    public async Task Stream_WhenItBreaks_EndsWithTheOfflineSummary(
        ModelClient client, StubAnswer answer, ModelFailure reason)
    {
        await using var model = await ModelUnderTest.StartAsync(
            client,
            new()
            {
                ["LanguageModel:Timeout"] = "00:00:00.500",
                ["LanguageModel:MaxRetries"] = "0",
            });
        model.Stub.Answer = answer;

        var events = await StreamAsync(model);

        Assert.That(FinalOf(events).Source, Is.EqualTo(InsightSource.OfflineBecause(reason)));
        Assert.That(
            FinalOf(events).Value.Statements.Select(statement => statement.Text),
            Is.EqualTo(OfflineSummary.Pick(Transcript)));
        Assert.That(model.Logs.Select(record => record.Message), Has.None.Contains("dashboard"));
    }

    [Test]
    public async Task Stream_WhenAnAttemptFallsSilent_GoesOnWithTheNext()
    {
        await using var model = await ModelUnderTest.StartAsync(
            settings: new() { ["LanguageModel:AttemptTimeout"] = "00:00:00.300", ["LanguageModel:RetryDelay"] = "00:00:00" });
        model.Stub.NextAnswers(Ending(StreamEnd.Silence));

        var events = await StreamAsync(model);

        Assert.That(
            StatementsOf(events), Is.SupersetOf(FinalOf(events).Value.Statements.Select(statement => statement.Text)));
        Assert.That(FinalOf(events).Source, Is.EqualTo(InsightSource.Model));
    }

    [Test]
    public async Task Stream_WhenStreamsKeepBreaking_OpensTheCircuit()
    {
        await using var model = await ModelUnderTest.StartAsync(
            settings: new() { ["LanguageModel:BreakerMinimumCalls"] = "2", ["LanguageModel:MaxRetries"] = "0" });
        model.Stub.Answer = Ending(StreamEnd.Reset);

        for (var deal = 0; deal < 4; deal++)
        {
            await StreamAsync(model, $"Deal {deal}");
        }

        Assert.That(model.Stub.Requests, Has.Count.EqualTo(2));
        Assert.That(model.Logs.Select(record => record.Id.Name), Has.Some.EqualTo("ModelCircuitOpened"));
    }

    private static StubAnswer Ending(StreamEnd end) =>
        StubAnswers.Streamed(new StreamShape { EndAfter = 60, End = end }, _ => WireFormat.Overview(
            ("Agreeing on a pilot of the dashboard in the spring, as far as everybody understood, and then some more.", 1, "We agreed to start the pilot"),
            ("Worrying about the price.", 1, "The price is a concern")));

    private static async Task<IReadOnlyList<OverviewEvent<Insight<MeetingSummary>?>>> StreamAsync(
        ModelUnderTest model, string deal = "Acme")
    {
        await model.StoreAsync(deal, ("m1", Transcript));

        return await model.StreamDeal(deal, CancellationToken.None).ToListAsync();
    }
}
