using DealInsights.TestSupport;

namespace DealInsights.WebApi.FunctionalTests.Privacy;

/// <summary>The command that removes deals and people.</summary>
[TestFixture]
internal sealed class PurgeTests
{
    private DirectoryInfo _folder = null!;

    [SetUp]
    public async Task SetUp()
    {
        _folder = Directory.CreateTempSubdirectory("dealinsights-");
        await File.WriteAllLinesAsync(
            Path.Combine(_folder.FullName, "meeting_insights.json"),
            [
                """{"deal_id":"One","meeting_id":"1","transcript":"Ask ann@example.com.","buyer_attendees":[{"email":"Ann@example.com"}]}""",
                """{"deal_id":"Two","meeting_id":"1","transcript":"Nothing."}""",
            ]);
        var (exit, output) = await RunAsync("import", _folder.FullName);
        Assert.That(exit, Is.Zero, output);
    }

    [TearDown]
    public void TearDown() => _folder.Delete(recursive: true);

    [Test]
    public async Task Purge_OfAPerson_ListsWhatItDidAndDoesItOnce()
    {
        var (rehearsalExit, rehearsal) = await RunAsync("purge", "--person", "ANN@example.com", "--dry-run");
        var (exit, output) = await RunAsync("purge", "--person=ANN@example.com");
        var (againExit, again) = await RunAsync("purge", "--person", "ann@example.com");

        Assert.Multiple(() =>
        {
            Assert.That(rehearsalExit, Is.Zero, rehearsal);
            Assert.That(rehearsal, Does.Match(@"meeting_insights\W+0\W+1\W+0\W").And.Contain("Nothing was changed"));
            Assert.That(exit, Is.Zero, output);
            Assert.That(output, Does.Match(@"meeting_insights\W+0\W+1\W+0\W").And.Not.Contain("Nothing was changed"));
            Assert.That(againExit, Is.EqualTo(1));
            Assert.That(again, Does.Contain("Nothing of it is stored."));
            Assert.That(rehearsal + output + again, Does.Not.Contain("example.com"));
        });
    }

    [TestCase("either --deal NAME or --person EMAIL", "purge")]
    [TestCase("either --deal NAME or --person EMAIL", "purge", "--deal", "One", "--person", "ann@example.com")]
    [TestCase("either --deal NAME or --person EMAIL", "purge", "--deal", "One", "--deal", "Two")]
    [TestCase("An e-mail address is needed", "purge", "--person", "Ann")]
    [TestCase("A deal name is required", "purge", "--deal", " ")]
    [TestCase("--deal needs a value", "purge", "--deal")]
    public async Task Purge_UsedWrongly_SaysHowAndExits2(string said, params string[] arguments)
    {
        var (exit, output) = await RunAsync(arguments);

        Assert.That(exit, Is.EqualTo(2), output);
        Assert.That(output, Does.Contain(said).And.Contain("Usage:"));
    }

    private async Task<(int ExitCode, string Output)> RunAsync(params string[] arguments)
    {
        await using var process = ServiceProcess.Start(
            arguments, ("Embedded__Path", Path.Combine(_folder.FullName, "store.db")));
        var exitCode = await process.ExitCodeAsync();

        return (exitCode, string.Join('\n', process.Output.Concat(process.Errors)));
    }
}
