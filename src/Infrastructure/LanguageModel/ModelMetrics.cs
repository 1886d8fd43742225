using System.Diagnostics.Metrics;
using DealInsights.Application.Diagnostics;
using DealInsights.Domain.Insights;

namespace DealInsights.Infrastructure.LanguageModel;

/// <summary>What the language model costs and how it fails, on the meter of <see cref="Telemetry.Name"/>.</summary>
internal sealed class ModelMetrics
{
    /// <summary>The outcome of a question that got an answer.</summary>
    public const string Ok = "ok";

    /// <summary>The outcome of a question whose caller left.</summary>
    public const string Cancelled = "cancelled";

    private readonly Counter<long> _calls;
    private readonly Histogram<double> _duration;
    private readonly Counter<long> _retries;
    private readonly Counter<long> _tokens;
    private readonly Counter<long> _fallbacks;

    /// <summary>Makes the instruments with the host's meter factory, so that hosts in one process keep theirs apart.</summary>
    public ModelMetrics(IMeterFactory meters)
    {
        var meter = meters.Create(Telemetry.Name);
        _calls = meter.CreateCounter<long>(
            "dealinsights.model.calls", "{call}", "Questions to the model; the retries of one are not counted here.");
        _duration = meter.CreateHistogram(
            "dealinsights.model.duration",
            "s",
            "How long a question took with its retries and with waiting for a place.",
            advice: new InstrumentAdvice<double>
            {
                HistogramBucketBoundaries = [0.005, 0.05, 0.1, 0.25, 0.5, 1, 1.5, 2, 3, 5, 7, 10, 15, 20, 30, 60],
            });
        _retries = meter.CreateCounter<long>(
            "dealinsights.model.retries", "{retry}", "Attempts after the first of a question.");
        _tokens = meter.CreateCounter<long>(
            "dealinsights.model.tokens", "{token}", "Tokens that the model counted, where it says so.");
        _fallbacks = meter.CreateCounter<long>(
            "dealinsights.model.fallback", "{answer}", "Answers that the offline rules gave in place of the model.");
    }

    /// <summary>Counts a question that ended. Tag <c>outcome</c>.</summary>
    public void RecordCall(string outcome, TimeSpan duration)
    {
        _calls.Add(1, new KeyValuePair<string, object?>("outcome", outcome));
        _duration.Record(duration.TotalSeconds, new KeyValuePair<string, object?>("outcome", outcome));
    }

    /// <summary>Counts a retry that was decided on.</summary>
    public void RecordRetry() => _retries.Add(1);

    /// <summary>Counts what an answer cost. Tag <c>kind</c>: input, output.</summary>
    public void RecordTokens(int input, int output)
    {
        _tokens.Add(input, new KeyValuePair<string, object?>("kind", "input"));
        _tokens.Add(output, new KeyValuePair<string, object?>("kind", "output"));
    }

    /// <summary>Counts an answer of the offline rules, in whole or in part. Tag <c>reason</c>.</summary>
    public void RecordFallback(ModelFailure reason) =>
        _fallbacks.Add(1, new KeyValuePair<string, object?>("reason", NameOf(reason)));

    /// <summary>The outcome of a question that got no usable answer.</summary>
    public static string OutcomeOf(LanguageModelException failure) =>
        failure.IsShortCircuit ? "short_circuited" : NameOf(failure.Reason);

    private static string NameOf(ModelFailure reason) => reason switch
    {
        ModelFailure.Timeout => "timeout",
        ModelFailure.Unavailable => "unavailable",
        ModelFailure.Filtered => "filtered",
        ModelFailure.Invalid => "invalid",
        _ => throw new ArgumentOutOfRangeException(nameof(reason), reason, "No such reason."),
    };
}
