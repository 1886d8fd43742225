using System.Globalization;

namespace DealInsights.WebApi.Diagnostics;

/// <summary>Answers the questions that operators of the replaced service had to find out by reading logs.</summary>
internal static class Findings
{
    public const string Good = "good";
    public const string Fair = "fair";
    public const string Poor = "poor";
    public const string Idle = "idle";

    private static readonly TimeSpan ShortOwnTime = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongOwnTime = TimeSpan.FromSeconds(1);

    // The targets users know, for one request.
    private static readonly TimeSpan PromptModel = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan AcceptableModel = TimeSpan.FromSeconds(5);

    private const double BusyProcessor = 0.8;

    /// <summary>Is anything running one after another?</summary>
    /// <remarks>
    /// What waits its turn in this process waits for neither upstream, so its requests have time of their own: an answer
    /// needs less than a millisecond of it.
    /// </remarks>
    public static Finding OneAfterAnother(TimingTotals totals, TimeSpan length, double? busyCores)
    {
        const string Question = "Is anything running one after another?";
        if (totals.All.Count == 0)
        {
            return new(Question, Idle, "Nothing was asked.");
        }

        var own = totals.Own.Percentile(95);
        var facts = Text(
            $"Up to {totals.InProgressPeak:N0} requests were in progress at once, {totals.All.Sum / length:N1} on average. ");
        if (own < ShortOwnTime)
        {
            return new(Question, Good, $"No. {facts}19 of 20 spent less than {Milliseconds(own)} in this service beside waiting for others.");
        }

        var spent = $"{facts}One of 20 spent {Milliseconds(own)} or more in this service, waiting neither for the database nor for the model. ";
        var cause = busyCores / Environment.ProcessorCount >= BusyProcessor
            ? Text($"The processor is the limit: {busyCores:N1} of {Environment.ProcessorCount} cores were busy.")
            : Text($"The processor is not the limit ({busyCores ?? 0:N1} of {Environment.ProcessorCount} cores busy), so something waits its turn; up to {totals.WorkQueuePeak:N0} pieces of work waited for a thread.");

        return new(Question, own < LongOwnTime ? Fair : Poor, $"{spent}{cause}");
    }

    /// <summary>Is the language model slow?</summary>
    public static Finding SlowModel(TimingTotals totals)
    {
        const string Question = "Is the model slow?";
        if (totals.Model.Count == 0)
        {
            return new(Question, Idle, "No request waited for it.");
        }

        var half = totals.Model.Percentile(50);
        var most = totals.Model.Percentile(95);
        var facts = Text(
            $"{totals.Model.Count:N0} requests waited for it: half of them {Milliseconds(half)} at most, 19 of 20 {Milliseconds(most)}, the longest {Milliseconds(totals.Model.Max)}; up to {totals.ModelPeak:N0} at once.");

        return most switch
        {
            _ when most < PromptModel => new(Question, Good, $"No. {facts}"),
            _ when most < AcceptableModel => new(Question, Fair, $"A little. {facts}"),
            _ => new(Question, Poor, $"Yes. {facts}"),
        };
    }

    /// <summary>Is the connection pool exhausted?</summary>
    public static Finding ExhaustedPool(TimingTotals totals, int? maxCalls)
    {
        const string Question = "Is the pool exhausted?";
        if (totals.Database.Count == 0)
        {
            return new(Question, Idle, "No request waited for the database.");
        }

        var facts = Text(
            $"{totals.Database.Count:N0} requests waited for the database, 19 of 20 {Milliseconds(totals.Database.Percentile(95))} at most; up to {totals.DatabasePeak:N0} calls at once");
        if (maxCalls is not { } pool)
        {
            return new(Question, Good, $"No: this store has none. {facts}.");
        }

        return totals.DatabasePeak switch
        {
            var peak when peak > pool => new(Question, Poor, Text($"Yes. {facts}, of which {pool:N0} have a connection; the rest wait for one.")),
            // Three quarters: the next wave may be the one that has to wait.
            var peak when peak * 4L >= pool * 3L => new(Question, Fair, Text($"Nearly. {facts}, with {pool:N0} connections.")),
            _ => new(Question, Good, Text($"No. {facts}, with {pool:N0} connections.")),
        };
    }

    private static string Milliseconds(TimeSpan time) => time switch
    {
        { TotalMilliseconds: < 10 } => Text($"{time.TotalMilliseconds:0.00} ms"),
        { TotalSeconds: < 1 } => Text($"{time.TotalMilliseconds:0} ms"),
        _ => Text($"{time.TotalSeconds:0.00} s"),
    };

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
