using System.Diagnostics.Metrics;
using DealInsights.Application.Diagnostics;
using DealInsights.Domain.Insights;

namespace DealInsights.Infrastructure.OpenAi;

/// <summary>The metrics of the language model, on the meter of <see cref="Telemetry.Name"/>.</summary>
internal sealed class ModelMetrics
{
    /// <summary>The outcome of a question that got an answer.</summary>
    public const string Ok = "ok";

    /// <summary>The outcome of a question whose caller cancelled it.</summary>
    public const string Cancelled = "cancelled";

    private readonly Counter<long> _calls;
    private readonly Histogram<double> _duration;
    private readonly Counter<long> _retries;
    private readonly Counter<long> _tokens;
    private readonly Counter<long> _fallbacks;
    private readonly Counter<long> _coalesced;
    private readonly Counter<long> _cache;

    /// <summary>Creates the instruments with the host's meter factory, which separates hosts in one process.</summary>
    public ModelMetrics(IMeterFactory meters)
    {
        var meter = meters.Create(Telemetry.Name);
        _calls = meter.CreateCounter<long>(
            MetricNames.ModelCalls, "{call}", "Questions to the model; the retries of one are not counted here.");
        _duration = meter.CreateHistogram(
            MetricNames.ModelDuration,
            "s",
            "How long a question took with its retries and with waiting for a place.",
            advice: new InstrumentAdvice<double>
            {
                HistogramBucketBoundaries = [0.005, 0.05, 0.1, 0.25, 0.5, 1, 1.5, 2, 3, 5, 7, 10, 15, 20, 30, 60],
            });
        _retries = meter.CreateCounter<long>(
            MetricNames.ModelRetries, "{retry}", "Attempts after the first of a question.");
        _tokens = meter.CreateCounter<long>(
            MetricNames.ModelTokens, "{token}", "Tokens that the model counted, where it says so.");
        _fallbacks = meter.CreateCounter<long>(
            MetricNames.ModelFallback, "{answer}", "Answers that the offline rules gave in place of the model.");
        _coalesced = meter.CreateCounter<long>(
            MetricNames.ModelCoalesced, "{insight}", "Insights that waited for a question which another request had asked.");
        _cache = meter.CreateCounter<long>(
            MetricNames.ModelCache, "{insight}", "Insights that were looked for before the model was asked.");
    }

    /// <summary>Counts a question that ended. Tag <c>outcome</c>.</summary>
    public void RecordCall(string outcome, TimeSpan duration)
    {
        _calls.Add(1, new KeyValuePair<string, object?>("outcome", outcome));
        _duration.Record(duration.TotalSeconds, new KeyValuePair<string, object?>("outcome", outcome));
    }

    /// <summary>Counts a retry.</summary>
    public void RecordRetry() => _retries.Add(1);

    /// <summary>Counts the tokens of an answer. Tag <c>kind</c>: input, output.</summary>
    public void RecordTokens(int input, int output)
    {
        _tokens.Add(input, new KeyValuePair<string, object?>("kind", "input"));
        _tokens.Add(output, new KeyValuePair<string, object?>("kind", "output"));
    }

    /// <summary>Counts an answer of the offline rules, in whole or in part. Tag <c>reason</c>.</summary>
    public void RecordFallback(ModelFailure reason) =>
        _fallbacks.Add(1, new KeyValuePair<string, object?>("reason", reason.ToTag()));

    /// <summary>Counts insights that shared the question of another request. Tag <c>insight</c>.</summary>
    public void RecordCoalesced(InsightKind insight, int count = 1)
    {
        if (count > 0)
        {
            _coalesced.Add(count, new KeyValuePair<string, object?>("insight", insight.ToTag()));
        }
    }

    /// <summary>Counts look-ups of insights. Tags <c>insight</c> and <c>hit</c>: memory, store, stale, miss.</summary>
    public void RecordCache(InsightKind insight, CacheHit hit, int count = 1)
    {
        if (count > 0)
        {
            _cache.Add(
                count,
                new KeyValuePair<string, object?>("insight", insight.ToTag()),
                new KeyValuePair<string, object?>("hit", hit.ToTag()));
        }
    }

    /// <summary>The outcome of a question that got no usable answer.</summary>
    public static string OutcomeOf(LanguageModelException failure) =>
        failure.IsShortCircuit ? "short_circuited" : failure.Reason.ToTag();
}

/// <summary>The kinds of insights.</summary>
internal enum InsightKind
{
    /// <summary>A company overview.</summary>
    Overview,

    /// <summary>The judgement of a title.</summary>
    Title,
}

/// <summary>Where an insight was found.</summary>
internal enum CacheHit
{
    /// <summary>In memory.</summary>
    Memory,

    /// <summary>In the store.</summary>
    Store,

    /// <summary>In the store, but stale.</summary>
    Stale,

    /// <summary>Not found: the model has to be asked.</summary>
    Miss,
}
