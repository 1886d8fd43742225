using System.Text.RegularExpressions;

namespace DealInsights.WebApi.FunctionalTests;

/// <summary>What a query of the dashboard or of an alert rule asks for, as far as this can be read without its grammar.</summary>
internal sealed partial class PrometheusQuery(string text)
{
    // Prometheus adds these to whatever it reads.
    private static readonly string[] OfTheScraper = ["job", "instance"];

    /// <summary>The metrics, each with the labels by which it is chosen.</summary>
    public IReadOnlyList<(string Metric, IReadOnlyList<string> Labels)> Selectors { get; } =
    [
        // What is followed by labels or a range; functions are followed by parentheses.
        .. Selector().Matches(text).Select(match => (
            match.Groups["metric"].Value,
            (IReadOnlyList<string>)[.. Label().Matches(match.Groups["labels"].Value).Select(label => label.Groups[1].Value).Except(OfTheScraper)])),
    ];

    /// <summary>The labels by which sums are kept apart.</summary>
    public IReadOnlyList<string> Grouping { get; } =
    [
        .. By().Matches(text).SelectMany(match => match.Groups[1].Value.Split(',', StringSplitOptions.TrimEntries)).Except(OfTheScraper),
    ];

    public override string ToString() => text;

    /// <summary>What of it a service does not export.</summary>
    /// <param name="exported">The text of <c>/metrics</c>.</param>
    public IEnumerable<string> MissingIn(string exported)
    {
        var samples = Selectors.ToLookup(
            selector => selector.Metric,
            selector => exported.Split('\n').Where(line => line.StartsWith($"{selector.Metric}{{", StringComparison.Ordinal)).ToList());
        foreach (var (metric, labels) in Selectors)
        {
            var found = samples[metric].First();
            foreach (var label in labels.Where(label => !found.Exists(sample => Has(sample, label))).Select(label => $"{metric}{{{label}}}"))
            {
                yield return label;
            }

            if (found.Count == 0)
            {
                yield return metric;
            }
        }

        foreach (var label in Grouping.Where(label => !samples.Any(some => some.Any(found => found.Exists(sample => Has(sample, label))))))
        {
            yield return $"by ({label}) in {text}";
        }
    }

    private static bool Has(string sample, string label) =>
        sample.Contains($",{label}=\"", StringComparison.Ordinal) || sample.Contains($"{{{label}=\"", StringComparison.Ordinal);

    [GeneratedRegex("""(?<metric>[a-zA-Z_:][a-zA-Z0-9_:]*)(?:\{(?<labels>(?:"[^"]*"|[^}"])*)\}|(?=\[[0-9$]))""")]
    private static partial Regex Selector();

    [GeneratedRegex("""([a-zA-Z_][a-zA-Z0-9_]*)\s*(?:=~|!~|!=|=)\s*["]""")]
    private static partial Regex Label();

    [GeneratedRegex(@"\bby\s*\(([^)]*)\)")]
    private static partial Regex By();
}
