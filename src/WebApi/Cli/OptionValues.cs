using Spectre.Console;

namespace DealInsights.WebApi.Cli;

/// <summary>Checks of option values.</summary>
internal static class OptionValues
{
    // Spectre.Console.Cli 0.57 puts this in the place of the value that is missing after the last option.
    private const string Placeholder = "__default_command";

    /// <summary>Returns an error when one of the values is missing.</summary>
    public static ValidationResult Required(string option, IEnumerable<string> values) =>
        values.Any(value => value is Placeholder or "")
            ? ValidationResult.Error($"{option} needs a value.")
            : ValidationResult.Success();

    /// <summary>Returns an error when a number is below 1 or above its maximum.</summary>
    public static ValidationResult InRange(string option, int value, int max) => value >= 1 && value <= max
        ? ValidationResult.Success()
        : ValidationResult.Error(FormattableString.Invariant($"{option} {value}: a number from 1 to {max:N0} is needed."));

    /// <summary>Returns the first error.</summary>
    public static ValidationResult All(params IEnumerable<ValidationResult> results) =>
        results.FirstOrDefault(result => !result.Successful) ?? ValidationResult.Success();
}
