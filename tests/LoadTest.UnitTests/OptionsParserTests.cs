using DealInsights.LoadTest.CommandLine;
using DealInsights.LoadTest.Load;

namespace DealInsights.LoadTest.UnitTests;

internal sealed class OptionsParserTests
{
    private static readonly ContractEndpoint[] TwoEndpoints = [ContractEndpoint.Concerns, ContractEndpoint.DealInfo];

    [Test]
    public void Parse_WhenNothingIsGiven_TakesTheDefaults()
    {
        var options = OptionsParser.Parse([]);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(options.BaseAddress, Is.EqualTo(new Uri("http://localhost:8000")));
            Assert.That(options.Connections, Is.EqualTo(50));
            Assert.That(options.Duration, Is.EqualTo(TimeSpan.FromSeconds(10)));
            Assert.That(options.ComparesBaseline, Is.True);
            Assert.That(options.SustainedEndpoints, Is.EqualTo([ContractEndpoint.DealInfo]));
            Assert.That(options.SoakEndpoints, Is.EqualTo([ContractEndpoint.Overview]));
            Assert.That((options.RunsBursts, options.RunsSustained), Is.EqualTo((true, true)));
            Assert.That((options.RunsSoak, options.RunsCrowded), Is.EqualTo((false, false)));
            Assert.That(options.ModelCalls, Is.EqualTo(100));
        }
    }

    [Test]
    public void Parse_WhenOptionsAreGiven_ReadsThemInBothForms()
    {
        var options = OptionsParser.Parse(
        [
            "--base=http://127.0.0.1:9", "--deals", "Acme renewal, B & C", "--deals", "D", "--duration", "2.5",
            "--scenarios", "sustained", "--endpoints", "get-concerns,deal-info", "--no-baseline", "--strict",
        ]);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(options.BaseAddress.Port, Is.EqualTo(9));
            Assert.That(options.Deals, Is.EqualTo(["Acme renewal", "B & C", "D"]));
            Assert.That(options.Duration, Is.EqualTo(TimeSpan.FromSeconds(2.5)));
            Assert.That((options.RunsBursts, options.RunsSustained), Is.EqualTo((false, true)));
            Assert.That(options.SustainedEndpoints, Is.EqualTo(TwoEndpoints));
            Assert.That(options.SoakEndpoints, Is.EqualTo(TwoEndpoints));
            Assert.That((options.ComparesBaseline, options.IsStrict), Is.EqualTo((false, true)));
        }
    }

    [Test]
    public void Parse_WhenASoakAndACrowdAreAsked_ReadsTheirOptions()
    {
        var options = OptionsParser.Parse(
        [
            "--scenarios", "soak,crowded", "--soak-for", "600", "--sample-every", "0.5", "--settle=0", "--fresh-deals-file", "fresh.json",
            "--model-calls", "7",
        ]);

        using (Assert.EnterMultipleScope())
        {
            Assert.That((options.RunsBursts, options.RunsSustained), Is.EqualTo((false, false)));
            Assert.That((options.RunsSoak, options.RunsCrowded), Is.EqualTo((true, true)));
            Assert.That(options.SoakFor, Is.EqualTo(TimeSpan.FromMinutes(10)));
            Assert.That(options.SampleInterval, Is.EqualTo(TimeSpan.FromSeconds(0.5)));
            Assert.That(options.Settle, Is.EqualTo(TimeSpan.Zero));
            Assert.That((options.FreshDealsFile, options.ModelCalls), Is.EqualTo(("fresh.json", 7)));
        }
    }

    [TestCase("--what", "--what")]
    [TestCase("--strict=yes", "--strict=yes")]
    [TestCase("--base", "--base needs a value")]
    [TestCase("--report --strict", "--report needs a value")]
    [TestCase("--base ftp://localhost", "http or https")]
    [TestCase("--connections 0", "from 1 to 10000")]
    [TestCase("--connections many", "'many'")]
    [TestCase("--duration -1", "'-1'")]
    [TestCase("--duration NaN", "'NaN'")]
    [TestCase("--scenarios burst,smoke", "'smoke'")]
    [TestCase("--scenarios crowded", "needs --fresh-deals-file")]
    [TestCase("--fresh-deals-file", "--fresh-deals-file needs a value")]
    [TestCase("--model-calls 0", "from 1 to 10000")]
    [TestCase("--sample-every 0", "from 0.05 to 60")]
    [TestCase("--settle -1", "'-1'")]
    [TestCase("--endpoints deal-infos", "'deal-infos'")]
    [TestCase("--deals ,", "--deals needs a value")]
    [TestCase("--deals A --deals-file f", "exclude each other")]
    public void Parse_WhenAnOptionCannotBeUsed_SaysWhich(string arguments, string expected) =>
        Assert.That(
            () => OptionsParser.Parse(arguments.Split(' ')),
            Throws.TypeOf<UsageException>().With.Message.Contains(expected));

    [TestCase("http://localhost:8000")]
    [TestCase("http://127.0.0.1:8000")]
    [TestCase("http://[::1]:8000")]
    public void Parse_WhenTheAddressIsLoopback_AcceptsIt(string address) =>
        Assert.That(OptionsParser.Parse(["--base", address]).BaseAddress, Is.EqualTo(new Uri(address)));

    [Test]
    public void Parse_WhenTheAddressIsRemote_AsksForThePermission()
    {
        string[] remote = ["--base", "https://crm.example"];

        using (Assert.EnterMultipleScope())
        {
            Assert.That(
                () => OptionsParser.Parse(remote),
                Throws.TypeOf<UsageException>().With.Message.Contains("--allow-remote"));
            Assert.That(
                OptionsParser.Parse([.. remote, "--allow-remote"]).BaseAddress.Host, Is.EqualTo("crm.example"));
        }
    }

    [Test]
    public void Parse_WhenHelpIsAsked_DoesNotComplainOfTheRest() =>
        Assert.That(OptionsParser.Parse(["--base", "https://crm.example", "--help"]).ShowsHelp, Is.True);
}
