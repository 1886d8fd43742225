using DealInsights.LoadTest.Load;

namespace DealInsights.LoadTest.Report;

/// <summary>The results of one scenario: a table, checks of targets, notes and at most one chart.</summary>
internal sealed record Section(string Title, string Explanation)
{
    public required IReadOnlyList<Row> Rows { get; init; }

    public IReadOnlyList<Check> Checks { get; init; } = [];

    /// <summary>What went wrong or needs to be known to read the numbers.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>The column that the HTML report draws as bars; null for none.</summary>
    public string? BarColumn { get; init; }

    /// <summary>A line over time for the HTML report; null for none.</summary>
    public LineChart? Line { get; init; }

    public int Failed { get; init; }

    /// <summary>The columns of all rows, in the order of their first appearance.</summary>
    public IReadOnlyList<string> Columns =>
        [.. Rows.SelectMany(row => row.Cells).Select(cell => cell.Column).Distinct()];

    /// <summary>Describes failures and insight sources of a tally, one note each; none when there is nothing to say.</summary>
    public static IEnumerable<string> NotesOn(string name, Tally tally)
    {
        if (tally.Failed > 0)
        {
            yield return $"{name}: {tally.Failed} of {tally.Failed + tally.Succeeded} requests failed ({List(tally.Failures)})";
        }

        if (tally.Sources.Count > 0)
        {
            yield return $"{name}: X-Insight-Source {List(tally.Sources)}";
        }

        static string List(IEnumerable<KeyValuePair<string, int>> counts) =>
            string.Join(", ", counts.Select(count => $"{count.Key} {count.Value:#,0}×"));
    }
}

/// <summary>A row of a section's table.</summary>
internal sealed record Row(string Name, params IReadOnlyList<Cell> Cells)
{
    public Cell? CellOf(string column) => Cells.FirstOrDefault(cell => cell.Column == column);

    /// <summary>The latency percentiles that every scenario reports, in milliseconds.</summary>
    public static IReadOnlyList<Cell> LatencyCells(Tally tally) =>
    [
        new("p50 ms", tally.Percentile(50)), new("p95 ms", tally.Percentile(95)), new("p99 ms", tally.Percentile(99)),
    ];
}

/// <summary>A number in a table; null when it could not be measured.</summary>
internal sealed record Cell(string Column, double? Value)
{
    public override string ToString() => Value switch
    {
        null => "–",
        >= 100 => $"{Value:#,0}",
        >= 10 => $"{Value:0.0}",
        _ => $"{Value:0.00}",
    };
}

/// <summary>A measured number beside its target.</summary>
internal sealed record Check(string Name, double? Measured, double Target, bool IsMinimum)
{
    /// <summary>False also when the number could not be measured.</summary>
    public bool IsMet => IsMinimum ? Measured >= Target : Measured <= Target;

    public static Check AtLeast(string name, double? measured, double target) => new(name, measured, target, true);

    public static Check AtMost(string name, double? measured, double target) => new(name, measured, target, false);

    public override string ToString() =>
        $"{Name}: {new Cell(Name, Measured)} ({(IsMinimum ? "at least" : "at most")} {Target:0.##})";
}

/// <summary>Points of a line over time.</summary>
internal sealed record LineChart(string Title, IReadOnlyList<(double Seconds, double Value)> Points);

/// <summary>A whole run.</summary>
internal sealed record RunReport(IReadOnlyDictionary<string, string> Facts, IReadOnlyList<Section> Sections)
{
    public bool HasFailures => Sections.Any(section => section.Failed > 0);

    public bool MissesTarget => Sections.SelectMany(section => section.Checks).Any(check => !check.IsMet);
}
