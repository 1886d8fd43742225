using DealInsights.Application.Diagnostics;
using DealInsights.Domain.Insights;
using DealInsights.Infrastructure.Offline;
using DealInsights.ModelStub;
using Microsoft.Extensions.Logging;

namespace DealInsights.Infrastructure.IntegrationTests.OpenAi;

/// <summary>However a model fails, there is an answer, and it says who gave it.</summary>
[TestFixture]
internal sealed class ModelFaultTests
{
    private const string Transcript = "Tom: We agreed to start the pilot of the dashboard. The price is a concern for Northwind.";

    private static readonly string[] Titles = ["vp sales", "engineer"];

    private static readonly Dictionary<string, bool> OfflineJudgements = new() { ["vp sales"] = true, ["engineer"] = false };

    private static IEnumerable<TestCaseData> Faults()
    {
        (string Name, StubAnswer Answer, ModelFailure Reason)[] faults =
        [
            ("silence", StubAnswers.Silence, ModelFailure.Timeout),
            ("trickle", StubAnswers.Trickle, ModelFailure.Timeout),
            ("content filter on the question", StubAnswers.ContentFilter, ModelFailure.Filtered),
            ("content filter on the answer", StubAnswers.Text("Disc", "content_filter"), ModelFailure.Filtered),
            ("refusal", StubAnswers.Refusal, ModelFailure.Filtered),
            ("bad request", StubAnswers.Status(400), ModelFailure.Unavailable),
            ("wrong key", StubAnswers.Status(401), ModelFailure.Unavailable),
            ("forbidden", StubAnswers.Status(403), ModelFailure.Unavailable),
            ("no such deployment", StubAnswers.Status(404), ModelFailure.Unavailable),
            ("rate limit", StubAnswers.Status(429, TimeSpan.FromMinutes(10)), ModelFailure.Unavailable),
            ("server error", StubAnswers.Status(500), ModelFailure.Unavailable),
            ("overload", StubAnswers.Status(503), ModelFailure.Unavailable),
            ("reset", StubAnswers.Reset, ModelFailure.Unavailable),
            ("HTML", StubAnswers.Html, ModelFailure.Invalid),
            ("cut-off JSON", StubAnswers.CutOff, ModelFailure.Invalid),
            ("empty object", Body("{}"), ModelFailure.Invalid),
            ("empty body", Body(""), ModelFailure.Invalid),
            ("null", Body("null"), ModelFailure.Invalid),
            ("no choices", Body("""{"id":"1","choices":[]}"""), ModelFailure.Invalid),
            ("no content", Body("""{"id":"1","choices":[{"finish_reason":"stop","message":{"role":"assistant","content":null}}]}"""),
                ModelFailure.Invalid),
            ("unknown finish reason", StubAnswers.Text("Discussing.", "tired"), ModelFailure.Invalid),
            ("blank", StubAnswers.Text(" \n "), ModelFailure.Invalid),
            ("error page with the status of a content filter", Body("<html>", 400), ModelFailure.Unavailable),
        ];

        return
            from fault in faults
            from client in Enum.GetValues<ModelClient>()
            select new TestCaseData(client, fault.Answer, fault.Reason).SetArgDisplayNames($"{client}", fault.Name);
    }

    [TestCaseSource(nameof(Faults))]
    public async Task Summarize_WhenTheModelFails_AnswersOfflineAndSaysWhy(
        ModelClient client, StubAnswer answer, ModelFailure reason)
    {
        await using var model = await StartAsync(client, answer);

        var insight = await model.SummarizeAsync(Transcript, CancellationToken.None);

        AssertFellBack(model, insight.Source, reason);
        Assert.That(insight.Value.Statements.Select(statement => statement.Text), Is.EqualTo(OfflineSummary.Pick(Transcript)));
    }

    private static IEnumerable<TestCaseData> UnusableJudgements()
    {
        (string Name, StubAnswer Answer)[] answers =
        [
            ("wrong schema", StubAnswers.WrongSchema),
            ("prose", StubAnswers.Text("The VP may decide.")),
            ("null", StubAnswers.Text("null")),
            ("null judgements", StubAnswers.Text("""{"judgements":null}""")),
            ("null judgement", StubAnswers.Text("""{"judgements":[null]}""")),
            ("text for a verdict", StubAnswers.Text("""{"judgements":[{"id":1,"level":"vp","may_decide":"yes"}]}""")),
            ("no verdict", StubAnswers.Text("""{"judgements":[{"id":1,"level":"vp"}]}""")),
            ("cut off", StubAnswers.Text("""{"judgements":[{"id":1,"level":"vp","may_de""", "length")),
        ];

        return answers.Select(answer => new TestCaseData(answer.Answer).SetArgDisplayNames(answer.Name));
    }

    [TestCaseSource(nameof(UnusableJudgements))]
    public async Task Classify_WhenTheAnswerIsNotWhatWasAskedFor_AnswersOffline(StubAnswer answer)
    {
        await using var model = await StartAsync(ModelClient.AzureOpenAi, answer);

        var insight = await model.Classifier.ClassifyAsync(Titles, CancellationToken.None);

        AssertFellBack(model, insight.Source, ModelFailure.Invalid);
        Assert.That(Verdicts.Of(insight), Is.EquivalentTo(OfflineJudgements));
    }

    private static IEnumerable<TestCaseData> UnusableOverviews()
    {
        (string Name, StubAnswer Answer)[] answers =
        [
            ("wrong schema", StubAnswers.WrongSchema),
            ("prose", StubAnswers.Text("Agreeing on a pilot.")),
            ("null", StubAnswers.Text("null")),
            ("null statements", StubAnswers.Text("""{"statements":null}""")),
            ("a number for a statement", StubAnswers.Text("""{"statements":[{"evidence":[],"statement":7}]}""")),
            ("no evidence", StubAnswers.Text("""{"statements":[{"statement":"Agreeing."}]}""")),
            ("cut off", StubAnswers.Text("""{"statements":[{"evidence":[{"transcript":1,"quote":"We agr""", "length")),
        ];

        return answers.Select(answer => new TestCaseData(answer.Answer).SetArgDisplayNames(answer.Name));
    }

    [TestCaseSource(nameof(UnusableOverviews))]
    public async Task Summarize_WhenTheAnswerIsNotWhatWasAskedFor_AnswersOffline(StubAnswer answer)
    {
        await using var model = await StartAsync(ModelClient.AzureOpenAi, answer);

        var insight = await model.SummarizeAsync(Transcript, CancellationToken.None);

        AssertFellBack(model, insight.Source, ModelFailure.Invalid);
    }

    [Test]
    public async Task Summarize_WhenNobodyListens_AnswersOffline([Values] ModelClient client)
    {
        await using var model = await StartAsync(client, StubAnswers.Good);
        await model.Stub.DisposeAsync();

        var insight = await model.SummarizeAsync(Transcript, CancellationToken.None);

        AssertFellBack(model, insight.Source, ModelFailure.Unavailable, calls: 0);
    }

    [Test]
    public async Task Summarize_WhenItFailsAndWhenItWorks_NeverLogsTheKeyOrWhatWasSaid([Values] ModelClient client)
    {
        await using var model = await StartAsync(client, StubAnswers.Good);
        model.Stub.NextAnswers(
            StubAnswers.Status(401), StubAnswers.ContentFilter, StubAnswers.Html, StubAnswers.Text("Northwind answer"));

        for (var call = 0; call < 4; call++)
        {
            await model.SummarizeAsync(Transcript, CancellationToken.None);
        }

        var logged = string.Join('\n', model.Logs.Select(record => $"{record} {record.Exception}"));
        Assert.That(logged, Does.Contain("offline rules answer"));
        Assert.That(logged, Does.Not.Contain(ModelUnderTest.Key));
        Assert.That(logged, Does.Not.Contain("Northwind"));
        Assert.That(
            model.Logs.Select(record => record.Category),
            Has.None.StartsWith("System.Net.Http"),
            "the HTTP client would log headers");
    }

    private static StubAnswer Body(string body, int status = 200) => call => call.SendJsonAsync(body, status);

    private static async Task<ModelUnderTest> StartAsync(ModelClient client, StubAnswer answer)
    {
        // One attempt, so that what is counted is the fault's own doing; ModelRetryTests has the retries.
        // Long enough for every answer that comes, short for those that never do.
        var isEndless = answer == StubAnswers.Silence || answer == StubAnswers.Trickle;
        var model = await ModelUnderTest.StartAsync(
            client,
            new()
            {
                ["LanguageModel:Timeout"] = isEndless ? "00:00:00.300" : "00:00:30",
                ["LanguageModel:MaxRetries"] = "0",
            });
        model.Stub.Answer = answer;

        return model;
    }

    private static void AssertFellBack(ModelUnderTest model, InsightSource source, ModelFailure reason, int calls = 1)
    {
        var warnings = model.Logs.Where(record => record.Level >= LogLevel.Warning).ToList();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(source, Is.EqualTo(InsightSource.OfflineBecause(reason)));
            Assert.That(model.Stub.Requests, Has.Count.EqualTo(calls));
            Assert.That(warnings, Has.Count.EqualTo(1));
            Assert.That(warnings[0].GetStructuredStateValue("Reason"), Is.EqualTo(reason.ToString()));
            Assert.That(model.Timings.WaitedFor(Upstream.Model), Is.Not.Null);
        }
    }
}
