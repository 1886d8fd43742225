using DealInsights.Application.Diagnostics;
using DealInsights.Domain.Insights;
using DealInsights.ModelStub;

namespace DealInsights.Infrastructure.IntegrationTests.LanguageModel;

/// <summary>What is made of a model's answer when there is one.</summary>
[TestFixture]
internal sealed class ModelAnswerTests
{
    private static readonly string[] Titles = ["vp sales", "engineer", "head of it"];

    [Test]
    public async Task Summarize_WhenTheModelAnswers_GivesItsText([Values] ModelClient client)
    {
        await using var model = await ModelUnderTest.StartAsync(client);
        model.Stub.NextAnswers(StubAnswers.Text("```\nSummary: Discussing the price.\r\n\r\nAgreeing\u0007 on a pilot.\n```"));

        var insight = await model.Summarizer.SummarizeAsync("Hello.", CancellationToken.None);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(insight, Is.EqualTo(
                new Insight<string>("Discussing the price.\nAgreeing on a pilot.", InsightSource.Model)));
            Assert.That(model.Timings.WaitedFor(Upstream.Model), Is.GreaterThan(TimeSpan.Zero));
        }
    }

    [Test]
    public async Task Summarize_WhenTheAnswerIsCutOff_EndsAtItsLastFinishedSentence()
    {
        await using var model = await ModelUnderTest.StartAsync();
        model.Stub.NextAnswers(StubAnswers.Text("Discussing $1.5 million. Agreeing on a pi", "length"));

        var insight = await model.Summarizer.SummarizeAsync("Hello.", CancellationToken.None);

        Assert.That(insight, Is.EqualTo(new Insight<string>("Discussing $1.5 million.", InsightSource.Model)));
    }

    [Test]
    public async Task Classify_WhenTheModelAnswers_GivesItsJudgements([Values] ModelClient client)
    {
        await using var model = await ModelUnderTest.StartAsync(client);

        var insight = await model.Classifier.ClassifyAsync(Titles, CancellationToken.None);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(insight.Value, Is.EquivalentTo(
                new Dictionary<string, bool> { ["vp sales"] = true, ["engineer"] = false, ["head of it"] = true }));
            Assert.That(insight.Source, Is.EqualTo(InsightSource.Model));
        }
    }

    [Test]
    public async Task Classify_WhenTheModelJudgesATitleThatNobodyAskedAbout_IgnoresIt()
    {
        await using var model = await ModelUnderTest.StartAsync();
        model.Stub.NextAnswers(StubAnswers.ExtraId);

        var insight = await model.Classifier.ClassifyAsync(Titles, CancellationToken.None);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(insight.Value.Keys, Is.EquivalentTo(Titles));
            Assert.That(insight.Source, Is.EqualTo(InsightSource.Model));
        }
    }

    [Test]
    public async Task Classify_WhenTheModelSaysTheSameOfATitleTwice_TakesItsWord()
    {
        await using var model = await ModelUnderTest.StartAsync();
        model.Stub.NextAnswers(StubAnswers.Content(_ => WireFormat.Judgements([(1, false), (2, true), (1, false), (3, false)])));

        var insight = await model.Classifier.ClassifyAsync(Titles, CancellationToken.None);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(insight.Value, Is.EquivalentTo(
                new Dictionary<string, bool> { ["vp sales"] = false, ["engineer"] = true, ["head of it"] = false }));
            Assert.That(insight.Source, Is.EqualTo(InsightSource.Model));
        }
    }

    [Test]
    public async Task Classify_WhenATitleIsMissing_JudgesThatOneOffline()
    {
        await using var model = await ModelUnderTest.StartAsync();
        model.Stub.NextAnswers(StubAnswers.Content(_ => WireFormat.Judgements([(1, false), (2, true)])));

        var insight = await model.Classifier.ClassifyAsync(Titles, CancellationToken.None);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(insight.Value, Is.EquivalentTo(
                new Dictionary<string, bool> { ["vp sales"] = false, ["engineer"] = true, ["head of it"] = true }));
            Assert.That(insight.Source, Is.EqualTo(InsightSource.OfflineBecause(ModelFailure.Invalid)));
        }
    }

    [Test]
    public async Task Classify_WhenTheModelContradictsItselfAboutATitle_JudgesThatOneOffline()
    {
        await using var model = await ModelUnderTest.StartAsync();
        model.Stub.NextAnswers(StubAnswers.ContradictoryId);

        var insight = await model.Classifier.ClassifyAsync(Titles, CancellationToken.None);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(insight.Value, Is.EquivalentTo(
                new Dictionary<string, bool> { ["vp sales"] = true, ["engineer"] = false, ["head of it"] = false }));
            Assert.That(insight.Source, Is.EqualTo(InsightSource.OfflineBecause(ModelFailure.Invalid)));
        }
    }
}
