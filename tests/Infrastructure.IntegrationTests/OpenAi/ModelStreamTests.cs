using DealInsights.Application.Meetings;
using DealInsights.Domain.Insights;
using DealInsights.Domain.Meetings;
using DealInsights.Infrastructure.Offline;
using DealInsights.ModelStub;
using static DealInsights.Infrastructure.IntegrationTests.OpenAi.Steps;
using Discarded = DealInsights.Application.Meetings.WritingStep<DealInsights.Domain.Insights.Insight<DealInsights.Domain.Meetings.MeetingSummary>>.Discarded;
using Draft = DealInsights.Application.Meetings.WritingStep<DealInsights.Domain.Insights.Insight<DealInsights.Domain.Meetings.MeetingSummary>>.Draft;

namespace DealInsights.Infrastructure.IntegrationTests.OpenAi;

/// <summary>What somebody sees who reads along, over the real clients and the wire format of each model.</summary>
[TestFixture]
internal sealed class ModelStreamTests
{
    private const string Transcript = "Tom: We agreed to start the pilot of the dashboard. The price is a concern for Northwind.";

    [Test]
    public async Task Follow_WhileTheModelWrites_ShowsItsWordsThenTheProvenSummary([Values] ModelClient client)
    {
        await using var model = await ModelUnderTest.StartAsync(client);
        model.Stub.Answer = StubAnswers.Streamed(new StreamShape());

        var steps = await FollowAsync(model);

        var summary = Finished(steps);
        Assert.Multiple(() =>
        {
            Assert.That(DraftOf(steps), Is.EqualTo(summary.Value.Text));
            Assert.That(summary.Source, Is.EqualTo(InsightSource.Model));
            Assert.That(summary.Value.Statements.Single().Evidence.Single().Text, Does.StartWith("Tom: We agreed"));
            Assert.That(steps, Has.None.TypeOf<Discarded>());
        });
    }

    [Test]
    public async Task Follow_AsksForAStreamWithItsUsage([Values] ModelClient client)
    {
        await using var model = await ModelUnderTest.StartAsync(client);

        await FollowAsync(model);

        var request = model.Stub.Requests.Single();
        Assert.Multiple(() =>
        {
            Assert.That(request.WantsStream, Is.True);
            Assert.That(request.WantsUsage, Is.True);
            Assert.That(request.SchemaName, Is.EqualTo("company_overview"));
            Assert.That(
                model.Logs.Select(record => record.Message),
                Has.Some.Match(@"^The language model answered \(Stop; [1-9]\d* tokens in, [1-9]\d* out\)$"));
        });
    }

    [Test]
    public async Task Follow_WhenTheNetworkTearsTheStream_SeesTheSame([Values(1, 7, 100)] int writeLength)
    {
        await using var model = await ModelUnderTest.StartAsync();
        model.Stub.Answer = StubAnswers.Streamed(
            new StreamShape { TokenLength = 3, WriteLength = writeLength },
            _ => WireFormat.Overview(("Agreeing on \"März\" 😀.", 1, "We agreed to start the pilot")));

        var steps = await FollowAsync(model);

        Assert.Multiple(() =>
        {
            Assert.That(DraftOf(steps), Is.EqualTo("Agreeing on \"März\" 😀."));
            Assert.That(Finished(steps).Value.Text, Is.EqualTo("Agreeing on \"März\" 😀."));
        });
    }

    [Test]
    public async Task Follow_WhileTheModelHesitates_HasTheWordsThatCame()
    {
        await using var model = await ModelUnderTest.StartAsync();
        var release = new TaskCompletionSource();
        model.Stub.Answer = StubAnswers.Held(
            release.Task, "Agreeing", _ => WireFormat.Overview(("Agreeing on a pilot.", 1, "We agreed to start the pilot")));
        await model.StoreAsync("Acme", ("m1", Transcript));
        await using var steps = model.FollowDeal("Acme", CancellationToken.None).GetAsyncEnumerator();
        var words = "";
        while (words != "Agreeing")
        {
            Assert.That(await steps.MoveNextAsync(), Is.True);
            words += ((Draft)steps.Current).Words;
        }

        var next = steps.MoveNextAsync();
        Assert.That(next.IsCompleted, Is.False);
        release.SetResult();
        Assert.That(await next, Is.True);
        Assert.That(steps.Current, Is.TypeOf<Draft>());
    }

    [Test]
    public async Task Follow_WhenNobodySaidWhatTheFirstAnswerQuotes_DiscardsItAndShowsTheSecond()
    {
        await using var model = await ModelUnderTest.StartAsync();
        model.Stub.NextAnswers(StubAnswers.Invented);

        var steps = await FollowAsync(model);

        Assert.Multiple(() =>
        {
            Assert.That(steps.OfType<Discarded>().Count(), Is.LessThanOrEqualTo(1));
            Assert.That(DraftOf(steps), Is.EqualTo(Finished(steps).Value.Text));
            Assert.That(Finished(steps).Source, Is.EqualTo(InsightSource.Model));
            Assert.That(model.Stub.Requests, Has.Count.EqualTo(2));
        });
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
    public async Task Follow_WhenTheStreamBreaks_DiscardsTheDraftAndAnswersOffline(
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

        var steps = await FollowAsync(model);

        Assert.Multiple(() =>
        {
            Assert.That(DraftOf(steps), Is.Empty);
            Assert.That(Finished(steps).Source, Is.EqualTo(InsightSource.OfflineBecause(reason)));
            Assert.That(
                Finished(steps).Value.Statements.Select(statement => statement.Text),
                Is.EqualTo(OfflineSummary.Pick(Transcript)));
            Assert.That(model.Logs.Select(record => record.Message), Has.None.Contains("dashboard"));
        });
    }

    [Test]
    public async Task Follow_WhenAnAttemptFallsSilent_ShowsTheWordsOfTheNext()
    {
        await using var model = await ModelUnderTest.StartAsync(
            settings: new() { ["LanguageModel:AttemptTimeout"] = "00:00:00.300", ["LanguageModel:RetryDelay"] = "00:00:00" });
        model.Stub.NextAnswers(Ending(StreamEnd.Silence));

        var steps = await FollowAsync(model);

        Assert.Multiple(() =>
        {
            Assert.That(steps.OfType<Discarded>().Count(), Is.EqualTo(1));
            Assert.That(DraftOf(steps), Is.EqualTo(Finished(steps).Value.Text));
            Assert.That(Finished(steps).Source, Is.EqualTo(InsightSource.Model));
        });
    }

    [Test]
    public async Task Follow_WhenStreamsKeepBreaking_OpensTheCircuit()
    {
        await using var model = await ModelUnderTest.StartAsync(
            settings: new() { ["LanguageModel:BreakerMinimumCalls"] = "2", ["LanguageModel:MaxRetries"] = "0" });
        model.Stub.Answer = Ending(StreamEnd.Reset);

        for (var deal = 0; deal < 4; deal++)
        {
            await FollowAsync(model, $"Deal {deal}");
        }

        Assert.Multiple(() =>
        {
            Assert.That(model.Stub.Requests, Has.Count.EqualTo(2));
            Assert.That(model.Logs.Select(record => record.Id.Name), Has.Some.EqualTo("ModelCircuitOpened"));
        });
    }

    [Test]
    public async Task Follow_WithoutAModel_IsFinishedAtOnce()
    {
        await using var model = await ModelUnderTest.StartAsync();
        await model.StoreAsync("Acme", ("m1", "Hello."));

        var steps = await model.FollowDeal("Acme", CancellationToken.None).ToListAsync();

        Assert.Multiple(() =>
        {
            Assert.That(Finished(steps).Source, Is.EqualTo(InsightSource.Offline));
            Assert.That(steps, Has.Count.EqualTo(1));
            Assert.That(model.Stub.Requests, Is.Empty);
        });
    }

    private static StubAnswer Ending(StreamEnd end) =>
        StubAnswers.Streamed(new StreamShape { EndAfter = 60, End = end }, _ => WireFormat.Overview(
            ("Agreeing on a pilot of the dashboard in the spring, as far as everybody understood, and then some more.", 1, "We agreed to start the pilot"),
            ("Worrying about the price.", 1, "The price is a concern")));

    private static async Task<IReadOnlyList<WritingStep<Insight<MeetingSummary>>>> FollowAsync(
        ModelUnderTest model, string deal = "Acme")
    {
        await model.StoreAsync(deal, ("m1", Transcript));

        return await model.FollowDeal(deal, CancellationToken.None).ToListAsync();
    }
}
