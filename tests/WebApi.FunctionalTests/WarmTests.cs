using DealInsights.ModelStub;
using DealInsights.TestSupport;

namespace DealInsights.WebApi.FunctionalTests;

/// <summary>The commands that have the model generate ahead of time.</summary>
[TestFixture]
internal sealed class WarmTests
{
    private const int Deals = 5;

    private ModelStubServer _model = null!;
    private DealsFile _deals = null!;
    private DirectoryInfo _folder = null!;

    [SetUp]
    public async Task SetUp()
    {
        _model = await ModelStubServer.StartAsync();
        _deals = await DealsFile.CreateAsync(Deals);
        _folder = Directory.CreateTempSubdirectory("dealinsights-");
    }

    [TearDown]
    public async Task TearDown()
    {
        await _model.DisposeAsync();
        _deals.Dispose();
        _folder.Delete(recursive: true);
    }

    [Test]
    public async Task Warm_OfAllDeals_GeneratesWhatIsMissingOnce()
    {
        await RunAsync("import", _deals.Path);

        var (firstExit, first) = await RunAsync("warm", "--all");
        var afterFirst = _model.Requests.Count;
        var (secondExit, second) = await RunAsync("warm", "--all");

        Assert.Multiple(() =>
        {
            Assert.That(firstExit, Is.Zero, first);
            Assert.That(first, Does.Match(@"company overviews\W+0\W+5\W+0\W+0\W").And.Match(@"titles\W+0\W+1\W+0\W+0\W"));
            Assert.That(first, Does.Contain("5 deals, 6 of 1,000 calls used."));
            Assert.That(afterFirst, Is.EqualTo(Deals + 1), "the overviews, and the one title that all have");
            Assert.That(secondExit, Is.Zero, second);
            Assert.That(second, Does.Match(@"company overviews\W+5\W+0\W+0\W+0\W").And.Match(@"titles\W+1\W+0\W+0\W+0\W"));
            Assert.That(_model.Requests, Has.Count.EqualTo(afterFirst));
        });
    }

    [Test]
    public async Task Warm_WithABudget_StopsAtItAndSaysWhatIsLeft()
    {
        await RunAsync("import", _deals.Path);

        var (exit, output) = await RunAsync("warm", "--all", "--max-calls", "2", "--max-parallel=1");

        Assert.That(exit, Is.EqualTo(1), output);
        Assert.That(output, Does.Match(@"company overviews\W+0\W+2\W+0\W+3\W").And.Match(@"titles\W+0\W+0\W+0\W+1\W"));
        Assert.That(output, Does.Contain("--max-calls"));
        Assert.That(_model.Requests, Has.Count.EqualTo(2));
    }

    [Test]
    public async Task Warm_WhenTheModelFails_CountsItAndFails()
    {
        await RunAsync("import", _deals.Path);
        _model.Answer = StubAnswers.ContentFilter;

        var (exit, output) = await RunAsync("warm", "--all");

        Assert.That(exit, Is.EqualTo(1), output);
        Assert.That(output, Does.Match(@"company overviews\W+0\W+0\W+5\W+0\W").And.Match(@"titles\W+0\W+0\W+1\W+0\W"));
    }

    [Test]
    public async Task Import_AskedToWarm_GeneratesForTheDealsThatItLoaded()
    {
        await RunAsync("import", _deals.Path);
        using var more = await DealsFile.CreateAsync(Deals + 2);

        var (exit, output) = await RunAsync("import", more.Path, "--warm", "--max-calls", "100");

        Assert.That(exit, Is.Zero, output);
        Assert.That(output, Does.Contain("7 deals, 8 of 100 calls used."));
    }

    [TestCase("either --deal NAME or --all", "warm")]
    [TestCase("either --deal NAME or --all", "warm", "--all", "--deal", "Deal 1")]
    [TestCase("'many'", "warm", "--all", "--max-calls", "many")]
    [TestCase("--max-calls 0", "warm", "--all", "--max-calls=0")]
    [TestCase("--max-parallel 5000", "warm", "--all", "--max-parallel", "5000")]
    [TestCase("--deal needs a value", "warm", "--deal")]
    [TestCase("max-call'", "warm", "--all", "--max-call", "5")]
    [TestCase("'al'", "warm", "--al")]
    [TestCase("cannot be assigned", "import", "samples", "--warm=yes")]
    public async Task Warm_UsedWrongly_SaysHowAndExits2(string named, params string[] arguments)
    {
        var (exit, output) = await RunAsync(arguments);

        Assert.That(exit, Is.EqualTo(2), output);
        Assert.That(output, Does.Contain(named).And.Contain("Usage:"));
        Assert.That(_model.Requests, Is.Empty);
    }

    [TestCase("warm", "--all")]
    [TestCase("import", "--warm")]
    public async Task Warm_WithoutAModel_SaysSoAndDoesNothing(string command, string option)
    {
        string[] arguments = command == "import" ? [command, _deals.Path, option] : [command, option];
        await using var process = ServiceProcess.Start(arguments);

        Assert.That(await process.ExitCodeAsync(), Is.EqualTo(2));
        Assert.That(string.Join('\n', process.Errors), Does.Contain("No language model is configured"));
        Assert.That(string.Join('\n', process.Output), Does.Not.Contain("meeting_insights"));
    }

    private async Task<(int ExitCode, string Output)> RunAsync(params string[] arguments)
    {
        await using var process = ServiceProcess.Start(
            arguments,
            ("Embedded__Path", Path.Combine(_folder.FullName, "store.db")),
            ("AzureOpenAI__Endpoint", $"{_model.Endpoint}"),
            ("AzureOpenAI__Deployment", "gpt"),
            ("AzureOpenAI__ApiKey", "secret"));
        var exitCode = await process.ExitCodeAsync();

        return (exitCode, string.Join('\n', process.Output.Concat(process.Errors)));
    }
}
