using Spectre.Console;

namespace DealInsights.LoadTest.Report;

/// <summary>What the console's tables have in common.</summary>
internal static class ConsoleTable
{
    public static Table New(string title, IEnumerable<string> columns)
    {
        var table = new Table { Border = TableBorder.Rounded, Title = new TableTitle(title) };
        foreach (var column in columns)
        {
            table.AddColumn(new TableColumn(column));
        }

        return table;
    }

    /// <summary>Text that is shown as it is, whatever brackets a server put into it.</summary>
    public static Text Text(string text, Color? color = null) => new(text, new Style(color));

    /// <summary>Writes a line of its own.</summary>
    public static void WriteLine(this IAnsiConsole console, string line, Color color)
    {
        console.Write(Text(line, color));
        console.WriteLine();
    }
}
