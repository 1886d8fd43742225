using DealInsights.LoadTest.CommandLine;

namespace DealInsights.LoadTest.UnitTests;

internal sealed class DealNamesTests
{
    private string _file = null!;

    [SetUp]
    public void WriteFile()
    {
        _file = Path.GetTempFileName();
        File.WriteAllText(_file, """[{"deal_id":"A"},{"deal_id":"B"},{"deal_id":"C"}]""");
    }

    [TearDown]
    public void RemoveFile() => File.Delete(_file);

    [Test]
    public void Read_WhenEachLineIsADocument_TakesEveryDifferentName() =>
        Assert.That(
            DealNames.Read("""
                {"_id":{"$oid":"1"},"deal_id":"Acme renewal","owner":{}}
                {"deal_id":"Ünïcode & Söhne"}
                {"deal_id":"Acme renewal"}
                """u8),
            Is.EqualTo(["Acme renewal", "Ünïcode & Söhne"]));

    [Test]
    public void Read_WhenTheExportIsAnArray_TakesItsDocuments() =>
        Assert.That(DealNames.Read("""[{"deal_id":"A"},{"deal_id":"B"}]"""u8), Is.EqualTo(["A", "B"]));

    [Test]
    public void Read_WhenANameWouldBeRefused_LeavesItOut() =>
        Assert.That(DealNames.Read("""[{"deal_id":" "},{"deal_id":7},{},3,{"deal_id":"A"}]"""u8), Is.EqualTo(["A"]));

    [TestCase("B", "A,C")]
    [TestCase("X", "A,B,C")]
    public async Task ChooseFresh_WhenDealsAreKnown_LeavesThemOut(string known, string expected)
    {
        var options = new LoadTestOptions { RunsCrowded = true, FreshDealsFile = _file };

        var fresh = await DealNames.ChooseFreshAsync(options, [known], CancellationToken.None);

        Assert.That(fresh, Is.EqualTo(expected.Split(',')));
    }

    [Test]
    public void ChooseFresh_WhenAllAreKnown_SaysSo()
    {
        var options = new LoadTestOptions { RunsCrowded = true, FreshDealsFile = _file };

        Assert.That(
            () => DealNames.ChooseFreshAsync(options, ["C", "B", "A"], CancellationToken.None),
            Throws.TypeOf<UsageException>().With.Message.Contains("no deal besides"));
    }

    [Test]
    public void ChooseFresh_WhenThereIsNoSuchFile_SaysSo()
    {
        var options = new LoadTestOptions { RunsCrowded = true, FreshDealsFile = _file + ".none" };

        Assert.That(
            () => DealNames.ChooseFreshAsync(options, [], CancellationToken.None),
            Throws.TypeOf<UsageException>().With.Message.Contains("cannot be read"));
    }
}
