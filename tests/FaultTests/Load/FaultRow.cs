using System.Globalization;

namespace DealInsights.FaultTests.Load;

/// <summary>What is reported of one fault.</summary>
internal sealed record FaultRow
{
    public required string Fault { get; init; }

    /// <summary>Requests that were under way at some time during the fault.</summary>
    public required int Requests { get; init; }

    /// <summary>How many of them were answered with 200, all of them right.</summary>
    public required int Good { get; init; }

    /// <summary>How many of the good ones the offline rules gave in place of the model.</summary>
    public required int Offline { get; init; }

    /// <summary>The errors that the rest got, and how many each.</summary>
    public required IReadOnlyDictionary<string, int> Errors { get; init; }

    /// <summary>The slowest answer, good or not, of those; <see langword="null"/> where the test itself held it back.</summary>
    public required TimeSpan? Slowest { get; init; }

    /// <summary>From the fault's end to the last error; <see langword="null"/> where it has no end.</summary>
    public required TimeSpan? Recovery { get; init; }

    /// <summary>Sums up the answers to requests that a fault met.</summary>
    public static FaultRow Of(
        string fault, IReadOnlyCollection<Answer> answers, TimeSpan broken, TimeSpan mended, TimeSpan? recovery)
    {
        var met = answers.Where(answer => answer.Ended > broken && answer.Sent < mended).ToList();

        return new FaultRow
        {
            Fault = fault,
            Requests = met.Count,
            Good = met.Count(answer => answer.Error is null),
            Offline = met.Count(answer => answer.Source?.Contains("reason", StringComparison.Ordinal) == true),
            Errors = met.Where(answer => answer.Error is not null)
                .GroupBy(answer => answer.Error!)
                .ToDictionary(error => error.Key, error => error.Count()),
            Slowest = met.Select(answer => answer.Took).DefaultIfEmpty().Max(),
            Recovery = recovery,
        };
    }

    /// <summary>The row of a Markdown table.</summary>
    public string ToMarkdown()
    {
        var errors = Errors.Count == 0
            ? "none"
            : string.Join("; ", Errors.OrderByDescending(error => error.Value).Select(error => Invariant($"{error.Value:N0} × {error.Key}")));
        var good = Invariant($"{(double)Good / Math.Max(1, Requests):P1}");
        if (Offline > 0)
        {
            good += Invariant($" ({(double)Offline / Good:P0} by the offline rules)");
        }

        return Invariant($"| {Fault} | {Requests:N0} | {good} | {errors} | {Seconds(Slowest)} | {Seconds(Recovery)} |");
    }

    private static string Seconds(TimeSpan? time) => time is { } known ? Invariant($"{known.TotalSeconds:F1} s") : "–";

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
