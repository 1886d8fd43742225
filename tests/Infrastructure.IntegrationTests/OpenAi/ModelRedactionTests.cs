using DealInsights.Infrastructure.Insights;
using DealInsights.ModelStub;
using Microsoft.Extensions.DependencyInjection;

namespace DealInsights.Infrastructure.IntegrationTests.OpenAi;

/// <summary>What a model is told of people, and what readers are told of its answer.</summary>
[TestFixture]
internal sealed class ModelRedactionTests
{
    private const string Transcript =
        "Ann: Write to Ann.Lee@example.com or call +44 20 7946 0018. Bob: I paid with 4111 1111 1111 1111 on 2026-01-05. Ann: Ann.Lee@example.com it is.";

    private static readonly Dictionary<string, string?> On = new() { ["Privacy:RedactBeforeModel"] = "true" };

    [Test]
    public async Task Summarize_WhenSwitchedOn_TellsTheModelPlaceholdersAndTheReaderWhatWasSaid()
    {
        await using var model = await ModelUnderTest.StartAsync(settings: On);
        model.Stub.NextAnswers(StubAnswers.Content(_ => WireFormat.Overview(
            ("Asking [email 1] for a call at [Phone 1], not [email 9].", 1, "Write to [email 1] or call [phone 1]"))));

        var insight = await model.SummarizeAsync(Transcript, CancellationToken.None);

        var asked = model.Stub.Requests.Single().Body;
        Assert.That(asked, Does.Contain("Write to [email 1] or call [phone 1]. Bob: I paid with [card 1] on 2026-01-05. Ann: [email 1] it is."));
        Assert.That(asked, Does.Not.Contain("@example").And.Not.Contain("7946").And.Not.Contain("4111"));
        Assert.That(
            insight.Value.Text, Is.EqualTo("Asking Ann.Lee@example.com for a call at +44 20 7946 0018, not [email 9]."));
        Assert.That(
            insight.Value.Statements.Single().Evidence.Select(quote => quote.Text),
            Is.EqualTo(new[] { "Write to Ann.Lee@example.com or call +44 20 7946 0018" }));
    }

    [Test]
    public async Task Summarize_WhenSwitchedOff_TellsTheModelWhatWasSaid()
    {
        await using var model = await ModelUnderTest.StartAsync();
        model.Stub.NextAnswers(StubAnswers.Content(_ => WireFormat.Overview(("Asking [email 1].", 1, "it is"), ("x", 1, "Ann.Lee@example.com it is"))));

        var insight = await model.SummarizeAsync(Transcript, CancellationToken.None);

        Assert.That(model.Stub.Requests.Single().Body, Does.Contain("Ann.Lee@example.com"));
        Assert.That(insight.Value.Text, Does.Not.StartWith("Asking Ann"));
    }

    [Test]
    public async Task Classify_WhenSwitchedOn_TellsTheModelPlaceholders()
    {
        await using var model = await ModelUnderTest.StartAsync(settings: On);

        var verdicts = await model.Classifier.ClassifyAsync(["vp, vp@example.com", "head of it"], CancellationToken.None);

        Assert.That(model.Stub.Requests.Single().Body, Does.Contain("vp, [email 1]").And.Not.Contain("@example"));
        Assert.That(verdicts.Value.Keys, Is.EquivalentTo(["vp, vp@example.com", "head of it"]));
    }

    [Test]
    public async Task Insights_WhenItIsSwitched_AreKnownApart()
    {
        await using var without = await ModelUnderTest.StartAsync();
        await using var with = await ModelUnderTest.StartAsync(settings: On);

        var overviews = new[] { without, with }.Select(model => model.Services.GetRequiredService<OverviewAuthor>().Version);
        var titles = new[] { without, with }.Select(model => model.Services.GetRequiredService<TitleJudge>().FingerprintOf("ceo"));

        Assert.That(overviews, Is.Unique);
        Assert.That(titles, Is.Unique);
    }
}
