using System.Text.RegularExpressions;
using YamlDotNet.RepresentationModel;

namespace DealInsights.DeploymentTests;

/// <summary>Every alert has a runbook in the operations guide, and every runbook belongs to an alert.</summary>
[TestFixture]
internal sealed partial class RunbookTests
{
    private const string Guide = "docs/operations.md";

    private static readonly IReadOnlyDictionary<string, string> Runbooks = Repository.Read(Guide)
        .Split("\n## ").Single(section => section.StartsWith("Runbooks\n", StringComparison.Ordinal))
        .Split("\n### ")[1..]
        .ToDictionary(runbook => runbook.Split('\n')[0], runbook => runbook);

    private static IEnumerable<YamlNode> Rules =>
        ((YamlSequenceNode)Repository.Yaml("deploy/prometheus/alerts.yaml").Find("groups")!)
        .SelectMany(group => (YamlSequenceNode)group.Find("rules")!);

    [Test]
    public void EveryAlert_LinksItsRunbook()
    {
        Assert.Multiple(() =>
        {
            Assert.That(Rules.Count(), Is.GreaterThanOrEqualTo(7));
            foreach (var rule in Rules)
            {
                var alert = rule.Text("alert");
                Assert.That(Runbooks.Keys, Has.Some.EqualTo(alert), $"{alert} has no section '### {alert}' in {Guide}.");
                Assert.That(rule.Text("annotations", "runbook_url"), Is.EqualTo($"{Guide}#{alert.ToLowerInvariant()}"));
            }
        });
    }

    [Test]
    public void EveryRunbook_BelongsToAnAlert() =>
        Assert.That(
            Runbooks.Keys.Except(Rules.Select(rule => rule.Text("alert"))).Select(name => $"No alert is named '{name}'."), Is.Empty);

    [Test]
    public void EveryRunbook_HasMeansLookAndDo() =>
        Assert.Multiple(() =>
        {
            foreach (var (alert, text) in Runbooks)
            {
                Assert.That(Part().Matches(text).Select(part => part.Groups[1].Value), Is.EqualTo(new[] { "Means", "Look", "Do" }), alert);
            }
        });

    [GeneratedRegex(@"^\*\*(\w+)\.\*\*", RegexOptions.Multiline)]
    private static partial Regex Part();
}
