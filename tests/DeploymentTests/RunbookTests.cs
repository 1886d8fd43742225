using System.Text.RegularExpressions;
using YamlDotNet.RepresentationModel;

namespace DealInsights.DeploymentTests;

/// <summary>Whoever is called finds what to do: every alert leads to a runbook, and no runbook is of an alert that is gone.</summary>
[TestFixture]
internal sealed partial class RunbookTests
{
    private const string Runbooks = "docs/runbooks.md";

    private static readonly IReadOnlyDictionary<string, string> Texts = Repository.Read(Runbooks).Split("\n## ")[1..]
        .ToDictionary(section => section.Split('\n')[0], section => section);

    private static IEnumerable<YamlNode> Rules =>
        ((YamlSequenceNode)Repository.Yaml("deploy/prometheus/alerts.yaml").Find("groups")!)
        .SelectMany(group => (YamlSequenceNode)group.Find("rules")!);

    [Test]
    public void EveryAlert_LeadsToItsRunbook()
    {
        Assert.Multiple(() =>
        {
            Assert.That(Rules.Count(), Is.GreaterThanOrEqualTo(7));
            foreach (var rule in Rules)
            {
                var alert = rule.Text("alert");
                Assert.That(Texts.Keys, Has.Some.EqualTo(alert), $"{alert} has no section '## {alert}' in {Runbooks}.");
                Assert.That(rule.Text("annotations", "runbook_url"), Is.EqualTo($"{Runbooks}#{alert.ToLowerInvariant()}"));
            }
        });
    }

    [Test]
    public void EveryRunbook_IsOfAnAlert() =>
        Assert.That(
            Texts.Keys.Except(Rules.Select(rule => rule.Text("alert"))).Select(name => $"No alert is named '{name}'."), Is.Empty);

    [Test]
    public void EveryRunbook_TellsWhatItMeansWhereToLookAndWhatToDo() =>
        Assert.Multiple(() =>
        {
            foreach (var (alert, text) in Texts)
            {
                Assert.That(Part().Matches(text).Select(part => part.Groups[1].Value), Is.EqualTo(new[] { "Means", "Look", "Do" }), alert);
            }
        });

    [GeneratedRegex(@"^\*\*(\w+)\.\*\*", RegexOptions.Multiline)]
    private static partial Regex Part();
}
