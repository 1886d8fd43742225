using DealInsights.LoadTest.CommandLine;

namespace DealInsights.LoadTest.UnitTests;

internal sealed class DealNamesTests
{
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
}
