using DealInsights.LoadTest.CommandLine;

namespace DealInsights.LoadTest.Starts;

/// <summary>What to start, and how often.</summary>
internal sealed record StartOptions
{
    private static readonly Dictionary<string, Func<StartOptions, OptionArgument, StartOptions>> Settings = new()
    {
        ["--service"] = (options, value) => options with { Service = Path.GetFullPath(value.Text) },
        ["--rounds"] = (options, value) => options with { Rounds = value.Number(1, 100) },
        ["--settle"] = (options, value) => options with { Settle = value.Seconds(0, 600) },
    };

    /// <summary>The service's program, a <c>.dll</c>.</summary>
    public string Service { get; init; } = "";

    /// <summary>How often each is started; one round more comes first and does not count.</summary>
    public int Rounds { get; init; } = 7;

    /// <summary>How long the service rests before its memory is read.</summary>
    public TimeSpan Settle { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Whether a missed target makes the exit code 1.</summary>
    public bool IsStrict { get; init; }

    /// <exception cref="UsageException">An option is unknown or unusable, or the program is not there.</exception>
    public static StartOptions Parse(IReadOnlyList<string> arguments)
    {
        var options = new StartOptions();
        for (var position = 0; position < arguments.Count; position++)
        {
            var (name, value) = OptionArgument.Split(arguments[position]);
            if (name == "--strict" && value is null)
            {
                options = options with { IsStrict = true };
                continue;
            }

            if (!Settings.TryGetValue(name, out var setting))
            {
                throw new UsageException($"{StartCommand.Mode} has no option '{arguments[position]}'.");
            }

            value ??= ++position < arguments.Count ? arguments[position] : null;
            options = setting(options, new OptionArgument(name, value));
        }

        return File.Exists(options.Service)
            ? options
            : throw new UsageException($"{StartCommand.Mode} needs --service FILE: the service's program, DealInsights.WebApi.dll.");
    }
}
