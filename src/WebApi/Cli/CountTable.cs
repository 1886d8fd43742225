using System.Globalization;
using Spectre.Console;

namespace DealInsights.WebApi.Cli;

/// <summary>Tables of counts.</summary>
internal static class CountTable
{
    public static string Format(long count) => count.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>Adds a row with a name and its counts.</summary>
    public static void AddCounts(this Table table, string name, params IEnumerable<long> counts) =>
        table.AddRow([Markup.Escape(name), .. counts.Select(Format)]);
}
