using System.Globalization;

namespace DealInsights.WebApi.Observability.Diagnostics;

/// <summary>Answers the questions that operators ask first, from the measurements of a window.</summary>
internal static class Findings
{
    private const string Good = "good";
    private const string Fair = "fair";
    private const string Poor = "poor";
    private const string Idle = "idle";

    // Milliseconds at p95. A stored result needs less than a millisecond of the service's own time.
    private const double ShortOwnTime = 100;
    private const double LongOwnTime = 1_000;

    // Milliseconds at p95: the documented targets of one request.
    private const double FastModel = 2_000;
    private const double AcceptableModel = 5_000;

    private const double BusyProcessor = 0.8;

    /// <param name="window">The measurements.</param>
    /// <param name="maxCalls">How many calls one server of the store takes at once; null for no limit.</param>
    public static IReadOnlyList<Finding> Of(WindowReport window, int? maxCalls) =>
        [OneAfterAnother(window), SlowModel(window), ExhaustedPool(window, maxCalls)];

    // A request that waits its turn in this process waits for neither upstream, so its own time is long.
    private static Finding OneAfterAnother(WindowReport window)
    {
        const string Question = "Is anything running one after another?";
        if (window.Own.Duration.Count == 0)
        {
            return new(Question, Idle, "No query was sent.");
        }

        var own = window.Own.Duration.P95;
        var facts = Text(
            $"Up to {window.InProgressPeak:N0} requests were in progress at once, {window.InProgressAverage:N1} on average.")
            + $" The p95 of the time in this service, without waiting for others, is {Milliseconds(own)}.";
        if (own < ShortOwnTime)
        {
            return new(Question, Good, $"No. {facts}");
        }

        var cores = Text($"{window.BusyCores:N1} of {Environment.ProcessorCount} cores were busy");
        var cause = window.BusyCores / Environment.ProcessorCount >= BusyProcessor
            ? $"The processor is the limit: {cores}."
            : $"The processor is not the limit ({cores}), so requests wait for a lock or a thread.";

        return new(Question, own < LongOwnTime ? Fair : Poor, $"{facts} {cause}");
    }

    private static Finding SlowModel(WindowReport window)
    {
        const string Question = "Is the model slow?";
        var model = window.LanguageModel.Duration;
        if (model.Count == 0)
        {
            return new(Question, Idle, "No query waited for it.");
        }

        var facts = Text($"{model.Count:N0} queries waited for it, up to {window.LanguageModel.AtOncePeak:N0} calls at once: ")
            + $"p50 {Milliseconds(model.P50)}, p95 {Milliseconds(model.P95)}, longest {Milliseconds(model.Max)}.";

        return model.P95 switch
        {
            < FastModel => new(Question, Good, $"No. {facts}"),
            < AcceptableModel => new(Question, Fair, $"A little. {facts}"),
            _ => new(Question, Poor, $"Yes. {facts}"),
        };
    }

    private static Finding ExhaustedPool(WindowReport window, int? maxCalls)
    {
        const string Question = "Is the connection pool exhausted?";
        var database = window.Database.Duration;
        if (database.Count == 0)
        {
            return new(Question, Idle, "No query waited for the database.");
        }

        var peak = window.Database.AtOncePeak ?? 0;
        var facts = Text($"{database.Count:N0} queries waited for the database, up to {peak:N0} calls at once: ")
            + $"p95 {Milliseconds(database.P95)}.";
        if (maxCalls is not { } connections)
        {
            return new(Question, Good, $"No: this store has none. {facts}");
        }

        facts += Text($" There are {connections:N0} connections; the p95 of waiting for one is {Milliseconds(window.PoolWait.P95)}.");

        return peak switch
        {
            _ when peak > connections => new(Question, Poor, $"Yes. {facts}"),
            // From three quarters on, the next burst may have to wait.
            _ when peak * 4 >= connections * 3L => new(Question, Fair, $"Nearly. {facts}"),
            _ => new(Question, Good, $"No. {facts}"),
        };
    }

    private static string Milliseconds(double time) => time switch
    {
        < 10 => Text($"{time:0.00} ms"),
        < 1_000 => Text($"{time:0} ms"),
        _ => Text($"{time / 1_000:0.00} s"),
    };

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
