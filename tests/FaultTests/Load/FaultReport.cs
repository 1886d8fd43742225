using System.Collections.Concurrent;
using DealInsights.FaultTests.Parts;

namespace DealInsights.FaultTests.Load;

/// <summary>The table of all faults that a run of the tests brought about.</summary>
internal static class FaultReport
{
    private static readonly ConcurrentQueue<FaultRow> Rows = new();

    /// <summary>Takes a row into the table, and shows it beside the test.</summary>
    public static void Add(FaultRow row)
    {
        Rows.Enqueue(row);
        TestContext.Out.WriteLine(row.ToMarkdown());
    }

    /// <summary>Writes <c>artifacts/faults.md</c>.</summary>
    public static async Task WriteAsync()
    {
        var folder = RepositoryFolder.PathOf("artifacts");
        Directory.CreateDirectory(folder);
        await File.WriteAllLinesAsync(
            Path.Combine(folder, "faults.md"),
            [
                "| fault | requests it met | 200 | what the rest got | slowest answer | last error after its end |",
                "|---|---|---|---|---|---|",
                .. Rows.Select(row => row.ToMarkdown()),
            ]);
    }
}
