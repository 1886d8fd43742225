using DealInsights.Application.Diagnostics;
using DealInsights.Domain.Insights;
using DealInsights.Domain.Meetings;
using DealInsights.Domain.Timelines;
using DealInsights.ModelStub;

namespace DealInsights.Infrastructure.IntegrationTests.OpenAi;

/// <summary>What is made of a model's answer when there is one.</summary>
[TestFixture]
internal sealed class ModelAnswerTests
{
    private static readonly string[] Titles = ["vp sales", "engineer", "head of it"];

    [Test]
    public async Task Summarize_WhenTheModelAnswers_GivesItsStatementsWithTheirEvidence([Values] ModelClient client)
    {
        await using var model = await ModelUnderTest.StartAsync(client);
        await model.StoreAsync("Acme", ("late", "Tom: We agreed to run\na PILOT - in March!"), ("early", "Eve: The price is too high."));
        model.Stub.NextAnswers(StubAnswers.Content(_ => WireFormat.Overview(
            ("Agreeing\u0007 on a\r\npilot. ", 1, "“we agreed to run a pilot in march”"),
            ("Worrying about the price.", 1, "the price is too high"))));

        var insight = await model.SummarizeDealAsync("Acme", CancellationToken.None);

        Assert.That(insight!.Value.Text, Is.EqualTo("Agreeing on a pilot.\nWorrying about the price."));
        Assert.That(insight.Value.Statements.SelectMany(statement => statement.Evidence), Is.EqualTo(new[]
        {
            new Quote("We agreed to run\na PILOT - in March", "Acme_late", RecordedDate.FromText("2026-03-28")),
            // The model named the wrong transcript.
            new Quote("The price is too high", "Acme_early", RecordedDate.FromText("2026-03-27")),
        }));
        Assert.That(insight.Source, Is.EqualTo(InsightSource.Model));
        Assert.That(model.Timings.WaitedFor(Upstream.Model), Is.GreaterThan(TimeSpan.Zero));
    }

    [Test]
    public async Task Summarize_WhenNobodySaidWhatAStatementQuotes_DropsTheStatement()
    {
        await using var model = await ModelUnderTest.StartAsync();
        model.Stub.NextAnswers(StubAnswers.Content(_ => WireFormat.Overview(
            ("Signing the contract.", 1, "we hereby sign the contract"), ("Agreeing on a pilot.", 1, "agreed to run a pilot"))));

        var insight = await model.SummarizeAsync(ModelUnderTest.Transcript, CancellationToken.None);

        Assert.That(insight.Value.Text, Is.EqualTo("Agreeing on a pilot."));
        Assert.That(model.Stub.Requests, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task Summarize_WhenNoStatementIsProven_AsksOnceMore()
    {
        await using var model = await ModelUnderTest.StartAsync();
        model.Stub.NextAnswers(StubAnswers.Invented);

        var insight = await model.SummarizeAsync(ModelUnderTest.Transcript, CancellationToken.None);

        Assert.That(insight.Source, Is.EqualTo(InsightSource.Model));
        Assert.That(insight.Value.Text, Does.StartWith("Discussing "));
        Assert.That(model.Stub.Requests, Has.Count.EqualTo(2));
    }

    [Test]
    public async Task Summarize_WhenTheModelGoesOnInventing_AnswersOffline()
    {
        await using var model = await ModelUnderTest.StartAsync();
        model.Stub.Answer = StubAnswers.Invented;

        var insight = await model.SummarizeAsync(ModelUnderTest.Transcript, CancellationToken.None);

        Assert.That(insight.Source, Is.EqualTo(InsightSource.OfflineBecause(ModelFailure.Invalid)));
        Assert.That(insight.Value.Text, Does.Contain("We agreed to run a pilot"));
        Assert.That(model.Stub.Requests, Has.Count.EqualTo(2));
    }

    [TestCase("Hello?")]
    [TestCase("🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂")]
    public async Task Summarize_WhenTooLittleWasSaid_AsksNoModel(string transcript)
    {
        await using var model = await ModelUnderTest.StartAsync();
        await model.StoreAsync("Acme", ("1", transcript));

        var first = await model.SummarizeDealAsync("Acme", CancellationToken.None);
        var second = await model.SummarizeDealAsync("Acme", CancellationToken.None);

        Assert.That(first!.Value.Text, Is.EqualTo(transcript));
        Assert.That(new[] { first.Source, second!.Source }, Is.All.EqualTo(InsightSource.Offline));
        Assert.That(model.Stub.Requests, Is.Empty);
    }

    [Test]
    public async Task Classify_WhenTheModelAnswers_GivesItsJudgements([Values] ModelClient client)
    {
        await using var model = await ModelUnderTest.StartAsync(client);

        var insight = await model.Classifier.ClassifyAsync(Titles, CancellationToken.None);

        Assert.That(Verdicts.Of(insight), Is.EquivalentTo(
            new Dictionary<string, bool> { ["vp sales"] = true, ["engineer"] = false, ["head of it"] = true }));
        Assert.That(insight.Source, Is.EqualTo(InsightSource.Model));
    }

    [Test]
    public async Task Classify_WhenTheModelJudgesATitleThatNobodyAskedAbout_IgnoresIt()
    {
        await using var model = await ModelUnderTest.StartAsync();
        model.Stub.NextAnswers(StubAnswers.ExtraId);

        var insight = await model.Classifier.ClassifyAsync(Titles, CancellationToken.None);

        Assert.That(insight.Value.Keys, Is.EquivalentTo(Titles));
        Assert.That(insight.Source, Is.EqualTo(InsightSource.Model));
    }

    private static IEnumerable<TestCaseData> ImperfectJudgements()
    {
        var invalid = InsightSource.OfflineBecause(ModelFailure.Invalid);
        yield return Row("a title twice", Judged((1, false), (2, true), (1, false), (3, false)), [false, true, false], InsightSource.Model);
        yield return Row("a title missing", Judged((1, false), (2, true)), [false, true, true], invalid);
        yield return Row("a contradiction", StubAnswers.ContradictoryId, [true, false, false], invalid);

        static StubAnswer Judged(params (int Id, bool MayDecide)[] judgements) =>
            StubAnswers.Content(_ => WireFormat.Judgements(judgements));

        static TestCaseData Row(string name, StubAnswer answer, bool[] verdicts, InsightSource source) =>
            new TestCaseData(answer, verdicts, source).SetArgDisplayNames(name);
    }

    [TestCaseSource(nameof(ImperfectJudgements))]
    public async Task Classify_WhenATitleHasNoClearJudgement_JudgesThatOneOffline(
        StubAnswer answer, bool[] verdicts, InsightSource source)
    {
        await using var model = await ModelUnderTest.StartAsync();
        model.Stub.NextAnswers(answer);

        var insight = await model.Classifier.ClassifyAsync(Titles, CancellationToken.None);

        Assert.That(Titles.Select(title => Verdicts.Of(insight)[title]), Is.EqualTo(verdicts));
        Assert.That(insight.Source, Is.EqualTo(source));
    }
}
