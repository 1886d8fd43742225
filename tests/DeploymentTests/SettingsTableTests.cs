using System.Collections;
using System.Globalization;
using System.Text.RegularExpressions;

namespace DealInsights.DeploymentTests;

/// <summary>The table of settings in the operations guide tells what the options types are.</summary>
[TestFixture]
internal sealed partial class SettingsTableTests
{
    private const string Guide = "docs/operations.md";

    // Read by the host and by drivers: no options type has them.
    private static readonly string[] OthersSections = ["ConnectionStrings__", "Logging__"];

    private static readonly IReadOnlyList<Row> Rows = ReadRows();

    private static IEnumerable<Row> OurRows =>
        Rows.Where(row => !OthersSections.Any(section => row.Name.StartsWith(section, StringComparison.Ordinal)));

    [Test]
    public void EverySetting_HasARow() =>
        Assert.That(
            KnownSettings.Defaults.Keys.Except(Rows.Select(row => row.Name)).Select(name =>
                $"{name} (default {Show(KnownSettings.Defaults[name])}) has no row in the table of settings of {Guide}."),
            Is.Empty);

    [Test]
    public void EveryRow_NamesASettingOnce()
    {
        Assert.That(Rows, Has.Count.GreaterThan(50));
        Assert.That(
            OurRows.Where(row => !KnownSettings.Defaults.ContainsKey(row.Name)).Select(row =>
                $"{row.Name} is in the table of settings of {Guide}, and no options type has it."),
            Is.Empty);
        Assert.That(Rows.Select(row => row.Name), Is.Unique);
    }

    [Test]
    public void EveryRow_TellsTheDefault() =>
        Assert.That(
            OurRows
                .Where(row => KnownSettings.Defaults.TryGetValue(row.Name, out var value) && !Tells(row.Default, value))
                .Select(row => $"{row.Name}: {Guide} says that its default is '{row.Default}', and it is {Show(KnownSettings.Defaults[row.Name])}."),
            Is.Empty);

    // Names that share a row share its default, or have theirs in the same order.
    private static IReadOnlyList<Row> ReadRows()
    {
        var table = Repository.Read(Guide).Split("\n## ").Single(section => section.StartsWith("Settings\n", StringComparison.Ordinal));

        return
        [
            .. table.Split('\n')
                .Where(line => line.StartsWith("| `", StringComparison.Ordinal))
                .Select(line => line.Trim('|', ' ').Split(" | "))
                .SelectMany(cells =>
                {
                    var names = SettingName().Matches(cells[0]).Select(match => match.Groups[1].Value).ToList();
                    var defaults = cells[^1].Split(", ");

                    return names.Select((name, index) => new Row(name, defaults.Length == names.Count ? defaults[index] : cells[^1]));
                }),
        ];
    }

    private static bool Tells(string told, object? value) => value switch
    {
        // What is not set may be decided by other things: the guide says by which.
        null or "" or ICollection { Count: 0 } => told.StartsWith("absent", StringComparison.Ordinal)
            || told == "empty"
            || told.Contains("else", StringComparison.Ordinal),
        TimeSpan time => TimeOf(told) == time,
        bool or Enum or string => string.Equals(told.Trim('`'), $"{value}", StringComparison.OrdinalIgnoreCase),
        IConvertible number => double.TryParse(told.Replace(",", ""), CultureInfo.InvariantCulture, out var read)
            && read.Equals(number.ToDouble(CultureInfo.InvariantCulture)),
        _ => false,
    };

    private static TimeSpan? TimeOf(string told) => told.Split(' ') is [var number, var unit]
        && double.TryParse(number, CultureInfo.InvariantCulture, out var amount)
            ? unit switch
            {
                "ms" => TimeSpan.FromMilliseconds(amount),
                "s" => TimeSpan.FromSeconds(amount),
                "min" => TimeSpan.FromMinutes(amount),
                "h" => TimeSpan.FromHours(amount),
                "day" or "days" => TimeSpan.FromDays(amount),
                _ => null,
            }
            : null;

    private static string Show(object? value) => value switch
    {
        null or "" => "absent",
        ICollection { Count: 0 } => "empty",
        _ => string.Create(CultureInfo.InvariantCulture, $"{value}"),
    };

    // A list's settings are told by their first.
    [GeneratedRegex(@"`([A-Za-z]+__[A-Za-z]+)(?:__0)?`")]
    private static partial Regex SettingName();

    private sealed record Row(string Name, string Default);
}
