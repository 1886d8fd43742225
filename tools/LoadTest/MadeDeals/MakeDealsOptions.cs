using DealInsights.LoadTest.CommandLine;

namespace DealInsights.LoadTest.MadeDeals;

/// <summary>How many deals to make, and where.</summary>
internal sealed record MakeDealsOptions
{
    /// <summary>The number of digits in a deal's name holds no more.</summary>
    private const int HighestNumber = 9_999_999;

    private static readonly Dictionary<string, Func<MakeDealsOptions, OptionArgument, MakeDealsOptions>> Settings =
        new()
        {
            ["--folder"] = (options, value) => options with { Folder = value.Text },
            ["--count"] = (options, value) => options with { Count = value.Number(1, HighestNumber) },
            ["--first"] = (options, value) => options with { First = value.Number(1, HighestNumber) },
            ["--seed"] = (options, value) => options with { Seed = value.Number(0, int.MaxValue) },
        };

    public string Folder { get; init; } = "";

    public int Count { get; init; }

    /// <summary>The first deal's number, so that a second folder can hold others.</summary>
    public int First { get; init; } = 1;

    public int Seed { get; init; } = 1;

    /// <exception cref="UsageException">
    /// An option is unknown, has an unusable value, or the folder or the count is missing.
    /// </exception>
    public static MakeDealsOptions Parse(IReadOnlyList<string> arguments)
    {
        var options = new MakeDealsOptions();
        for (var position = 0; position < arguments.Count; position++)
        {
            var (name, value) = OptionArgument.Split(arguments[position]);
            if (!Settings.TryGetValue(name, out var setting))
            {
                throw new UsageException($"{MakeDealsCommand.Mode} has no option '{arguments[position]}'.");
            }

            value ??= ++position < arguments.Count ? arguments[position] : null;
            options = setting(options, new OptionArgument(name, value));
        }

        if (options is { Folder: "" } or { Count: 0 })
        {
            throw new UsageException($"{MakeDealsCommand.Mode} needs --folder DIR and --count N.");
        }

        return options.First <= HighestNumber - options.Count + 1
            ? options
            : throw new UsageException($"--first {options.First} with --count {options.Count} passes {HighestNumber}.");
    }
}
