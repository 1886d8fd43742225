using Microsoft.Extensions.Options;

namespace DealInsights.WebApi.Http;

/// <summary>Describes why the service did not start.</summary>
internal static class StartFailure
{
    public const int ExitCode = 1;

    /// <summary>
    /// Describes a cause outside of this program: a setting, an address in use, a store that cannot be opened.
    /// <see langword="null"/> for a defect, whose stack is needed.
    /// </summary>
    public static string? Describe(Exception failure) => failure switch
    {
        OptionsValidationException invalid =>
            $"The configuration does not allow a start. {string.Join(' ', invalid.Failures)}",
        AggregateException several when several.InnerExceptions.All(one => one is OptionsValidationException) =>
            string.Join(Environment.NewLine, several.InnerExceptions.Select(Describe)),
        // The configuration binder on text that is no number, no time and the like.
        InvalidOperationException { InnerException: FormatException or ArgumentException or OverflowException } unreadable =>
            $"The configuration does not allow a start. {unreadable.Message}",
        IOException => $"The service cannot start. {failure.Message}",
        _ => null,
    };
}
