using Spectre.Console;

namespace DealInsights.LoadTest.Report;

/// <summary>Writes a run to the terminal.</summary>
internal static class ConsoleReport
{
    public static void Write(IAnsiConsole console, RunReport report)
    {
        foreach (var section in report.Sections)
        {
            console.WriteLine();
            console.MarkupLineInterpolated($"[bold]{section.Title}[/]");
            console.MarkupLineInterpolated($"[grey]{section.Explanation}[/]");
            console.Write(TableOf(section));
            foreach (var check in section.Checks)
            {
                console.MarkupLine($"{(check.IsMet ? "[green]met[/]   " : "[red]missed[/]")} {Markup.Escape(check.ToString())}");
            }

            foreach (var note in section.Notes)
            {
                console.MarkupLineInterpolated($"[grey]{note}[/]");
            }
        }
    }

    private static Table TableOf(Section section)
    {
        var table = new Table().Border(TableBorder.Rounded).AddColumn("");
        foreach (var column in section.Columns)
        {
            table.AddColumn(new TableColumn(Markup.Escape(column)).RightAligned());
        }

        foreach (var row in section.Rows)
        {
            table.AddRow(
                [Markup.Escape(row.Name), .. section.Columns.Select(column => row.CellOf(column)?.ToString() ?? "")]);
        }

        return table;
    }
}
