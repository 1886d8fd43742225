using DealInsights.LoadTest.CommandLine;
using DealInsights.LoadTest.Report;
using DealInsights.LoadTest.Results;

namespace DealInsights.LoadTest.UnitTests;

[TestFixture]
internal sealed class StreamResultTests
{
    [TestCase(new[] { 210.0, 200.0, 190.0 }, new[] { 240.0, 250.0, 900.0 }, true, TestName = "Verdict_AtTheLimit_IsMet")]
    [TestCase(new[] { 200.0 }, new[] { 250.1 }, false, TestName = "Verdict_BeyondTheLimit_IsMissed")]
    [TestCase(new double[0], new[] { 250.1 }, null, TestName = "Verdict_WithoutTheModel_IsNotGiven")]
    public void Verdict_IsOnTheMedians(double[] model, double[] service, bool? isMet)
    {
        var streams = new StreamResult { Model = model, Service = service, Failures = [] };

        Assert.Multiple(() =>
        {
            Assert.That(streams.IsMet, Is.EqualTo(isMet));
            Assert.That(
                StreamWording.Verdict(streams),
                Does.Contain(isMet switch { true => "is met", false => "is MISSED", null => "No verdict" }));
        });
    }

    [TestCase("--scenarios", "streams", "--model", "http://127.0.0.1:1/v1", TestName = "Options_WithoutFreshDeals_AreRefused")]
    [TestCase("--scenarios", "streams", "--fresh-deals-file", "deals.json", TestName = "Options_WithoutTheModel_AreRefused")]
    [TestCase("--scenarios", "streams", "--fresh-deals-file", "deals.json", "--model", "https://api.example.com/v1",
        TestName = "Options_WithSomebodyElsesModel_AreRefused")]
    public void Options_OfStreams(params string[] arguments) =>
        Assert.That(() => OptionsParser.Parse(arguments), Throws.TypeOf<UsageException>());
}
