using System.Globalization;
using DealInsights.Application.Diagnostics;

namespace DealInsights.WebApi.Observability;

/// <summary>The headers that tell a caller where the time went, in milliseconds.</summary>
internal static class ServerTimingHeaders
{
    public const string ResponseTime = "X-Response-Time";

    public const string ServerTiming = "Server-Timing";

    /// <summary>
    /// Sets <c>X-Response-Time</c> in the replaced service's format, and the standard <c>Server-Timing</c>: the total, each
    /// query with its outcome, and the time during which at least one call to the database (<c>db</c>) or to the language
    /// model (<c>model</c>) was in progress, if there was one.
    /// </summary>
    public static void Set(HttpResponse response, TimeSpan total, RequestTimings timings)
    {
        var metrics = new List<string> { $"total;dur={Format(total)}" };
        metrics.AddRange(timings.Queries.Select(query =>
            $"{query.Name};dur={Format(query.Duration)};desc=\"{query.Outcome.ToTag()}\""));
        AddWait(metrics, "db", timings.WaitedFor(Upstream.Database));
        AddWait(metrics, "model", timings.WaitedFor(Upstream.Model));

        response.Headers[ResponseTime] = $"{Format(total)}ms";
        response.Headers[ServerTiming] = string.Join(", ", metrics);
    }

    private static void AddWait(List<string> metrics, string name, TimeSpan? waited)
    {
        if (waited is { } time)
        {
            metrics.Add($"{name};dur={Format(time)}");
        }
    }

    private static string Format(TimeSpan time) => time.TotalMilliseconds.ToString("F2", CultureInfo.InvariantCulture);
}
