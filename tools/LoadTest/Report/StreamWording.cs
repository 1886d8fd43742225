using DealInsights.LoadTest.Results;

namespace DealInsights.LoadTest.Report;

/// <summary>The words that the console and the HTML report share for the beginnings of streams.</summary>
internal static class StreamWording
{
    public const string How =
        "The time to the first byte of a stream: of an overview that nobody asked for before, and of the model itself, "
        + "which is asked for a stream without the service. They take turns.";

    public static readonly IReadOnlyList<string> Columns = ["stream of", "streams", "first byte, median", "slowest"];

    public static IEnumerable<IReadOnlyList<string>> Rows(StreamResult streams) =>
        [Row("the model", streams.Model), Row("the service", streams.Service)];

    public static string Verdict(StreamResult streams) => streams is { Delay: { } delay, IsMet: { } isMet }
        ? $"The service's first byte comes {Wording.Time(delay)} after the model's own; the target of at most "
            + $"{Wording.Time(StreamResult.AllowedDelay)} " + (isMet ? "is met." : "is MISSED.")
        : "No verdict: no stream could be measured.";

    public static string Failures(StreamResult streams) =>
        streams.Failures.Count == 0
            ? "No stream failed."
            : $"{Wording.Count(streams.Failures.Count)} streams failed: {string.Join(", ", streams.Failures.Distinct())}.";

    private static IReadOnlyList<string> Row(string name, IReadOnlyList<double> times) =>
    [
        name,
        Wording.Count(times.Count),
        times.Count == 0 ? Wording.None : Wording.Time(Median.Of(times)),
        times.Count == 0 ? Wording.None : Wording.Time(times.Max()),
    ];
}
