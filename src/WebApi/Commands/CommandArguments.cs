using System.Globalization;

namespace DealInsights.WebApi.Commands;

/// <summary>A command line, read: words, the commands' own options, and what is configuration.</summary>
internal sealed class CommandArguments
{
    private readonly List<string> _words = [];
    private readonly List<(string Name, string? Value)> _options = [];

    private CommandArguments()
    {
    }

    /// <summary>The arguments that are no options, the command first.</summary>
    public string[] Words => [.. _words];

    /// <summary>Reads arguments. Configuration (<c>--Embedded:Path=other.db</c>, <c>--environment=…</c>) is passed over.</summary>
    /// <param name="args">The arguments.</param>
    /// <param name="flags">The options without a value.</param>
    /// <param name="valued">The options with a value, as <c>--name value</c> or <c>--name=value</c>.</param>
    /// <exception cref="UsageException">An option is unknown, or has no value.</exception>
    public static CommandArguments Parse(
        IReadOnlyList<string> args, IReadOnlyCollection<string> flags, IReadOnlyCollection<string> valued)
    {
        var parsed = new CommandArguments();
        for (var index = 0; index < args.Count; index++)
        {
            var (name, value) = Split(args[index]);
            if (!name.StartsWith("--", StringComparison.Ordinal))
            {
                parsed._words.Add(args[index]);
            }
            else if (flags.Contains(name) && value is null)
            {
                parsed._options.Add((name, null));
            }
            else if (valued.Contains(name))
            {
                value ??= ++index < args.Count ? args[index] : throw new UsageException($"{name} needs a value.");
                parsed._options.Add((name, value));
            }
            else if (value is null || !(name.Contains(':', StringComparison.Ordinal) || name is "--environment" or "--urls"))
            {
                throw new UsageException($"{args[index]} is no option of this command.");
            }
        }

        return parsed;
    }

    public bool Has(string flag) => _options.Any(option => option.Name == flag);

    /// <summary>Every value of an option that may be repeated.</summary>
    public IReadOnlyList<string> ValuesOf(string name) =>
        [.. _options.Where(option => option.Name == name).Select(option => option.Value!)];

    /// <summary>The number that an option gives; the last wins.</summary>
    /// <exception cref="UsageException">It is none, or not within the limits.</exception>
    public int NumberOf(string name, int otherwise, int max)
    {
        if (ValuesOf(name) is not [.., var text])
        {
            return otherwise;
        }

        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && number >= 1 && number <= max
            ? number
            : throw new UsageException($"{name} {text}: a number from 1 to {max.ToString("N0", CultureInfo.InvariantCulture)} is needed.");
    }

    private static (string Name, string? Value) Split(string argument) =>
        argument.StartsWith("--", StringComparison.Ordinal) && argument.IndexOf('=', StringComparison.Ordinal) is > 0 and var at
            ? (argument[..at], argument[(at + 1)..])
            : (argument, null);
}

/// <summary>The command line cannot be understood; the message says where.</summary>
internal sealed class UsageException(string message) : Exception(message);
