using System.Globalization;

namespace DealInsights.LoadTest.CommandLine;

/// <summary>An option's value, and the name under which to complain of it.</summary>
internal sealed class OptionArgument(string option, string? value)
{
    public string Text { get; } =
        string.IsNullOrWhiteSpace(value) || value.StartsWith("--", StringComparison.Ordinal)
            ? throw new UsageException($"{option} needs a value.")
            : value;

    /// <summary>Takes <c>--name=value</c> apart; the value is null when it is yet to come, or there is none.</summary>
    public static (string Name, string? Value) Split(string argument)
    {
        var equals = argument.IndexOf('=', StringComparison.Ordinal);
        return equals < 0 ? (argument, null) : (argument[..equals], argument[(equals + 1)..]);
    }

    public string[] List()
    {
        var items = Text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return items.Length > 0 ? items : throw new UsageException($"{option} needs a value.");
    }

    public Uri Address() =>
        Uri.TryCreate(Text, UriKind.Absolute, out var address)
        && (address.Scheme == Uri.UriSchemeHttp || address.Scheme == Uri.UriSchemeHttps)
            ? address
            : throw new UsageException($"{option} needs an http or https address, not '{Text}'.");

    public int Number(int least, int most) =>
        int.TryParse(Text, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most
            ? number
            : throw new UsageException($"{option} needs a whole number from {least} to {most}, not '{Text}'.");

    public TimeSpan Seconds(double least, double most) =>
        double.TryParse(Text, CultureInfo.InvariantCulture, out var seconds) && seconds >= least && seconds <= most
            ? TimeSpan.FromSeconds(seconds)
            : throw new UsageException(string.Create(
                CultureInfo.InvariantCulture, $"{option} needs seconds from {least} to {most}, not '{Text}'."));
}
