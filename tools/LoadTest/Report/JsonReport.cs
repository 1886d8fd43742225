using System.Text.Json;

namespace DealInsights.LoadTest.Report;

/// <summary>Writes a run's numbers for other programs.</summary>
internal static class JsonReport
{
    private static readonly JsonSerializerOptions Format = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    public static string Write(RunReport report) => JsonSerializer.Serialize(
        new
        {
            report.Facts,
            Sections = report.Sections.Select(section => new
            {
                section.Title,
                section.Explanation,
                Rows = section.Rows.Select(row => new
                {
                    row.Name,
                    Values = row.Cells.ToDictionary(cell => cell.Column, cell => cell.Value),
                }),
                section.Checks,
                section.Notes,
                section.Failed,
            }),
        },
        Format);
}
