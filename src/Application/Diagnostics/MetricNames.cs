namespace DealInsights.Application.Diagnostics;

/// <summary>
/// The names of all instruments on the meter <see cref="Telemetry.Name"/>. Dashboards, alerts and the page
/// <c>/diagnostics</c> use the same ones; they are here because every layer but the Domain creates instruments.
/// </summary>
public static class MetricNames
{
    public const string QueryDuration = "dealinsights.query.duration";
    public const string QueryPartDuration = "dealinsights.query.part.duration";
    public const string UpstreamActiveCalls = "dealinsights.upstream.active_calls";

    public const string RequestsInProgress = "dealinsights.requests.in_progress";
    public const string RequestsRefused = "dealinsights.requests.refused";
    public const string AccessFailures = "dealinsights.access.failures";

    public const string MongoUp = "dealinsights.mongodb.up";
    public const string MongoPoolInUse = "dealinsights.mongodb.pool.in_use";
    public const string MongoPoolOpen = "dealinsights.mongodb.pool.open";
    public const string MongoPoolWaiting = "dealinsights.mongodb.pool.waiting";
    public const string MongoPoolLimit = "dealinsights.mongodb.pool.limit";
    public const string MongoPoolCreated = "dealinsights.mongodb.pool.created";
    public const string MongoPoolClosed = "dealinsights.mongodb.pool.closed";
    public const string MongoPoolCheckoutFailures = "dealinsights.mongodb.pool.checkout_failures";
    public const string MongoPoolWait = "dealinsights.mongodb.pool.wait";

    public const string ModelCalls = "dealinsights.model.calls";
    public const string ModelDuration = "dealinsights.model.duration";
    public const string ModelRetries = "dealinsights.model.retries";
    public const string ModelTokens = "dealinsights.model.tokens";
    public const string ModelFallback = "dealinsights.model.fallback";
    public const string ModelCoalesced = "dealinsights.model.coalesced";
    public const string ModelCache = "dealinsights.model.cache";

    /// <summary>Returns how a tag, a header or a log line spells an enum's value: its name in lower case.</summary>
    public static string ToTag(this Enum value) => value.ToString().ToLowerInvariant();
}
