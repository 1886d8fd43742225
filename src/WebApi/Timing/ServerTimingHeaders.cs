using System.Globalization;
using System.Text;
using DealInsights.Application.Diagnostics;

namespace DealInsights.WebApi.Timing;

/// <summary>The headers that tell a caller where the time went, in milliseconds.</summary>
internal static class ServerTimingHeaders
{
    public const string ResponseTime = "X-Response-Time";

    public const string ServerTiming = "Server-Timing";

    /// <summary>
    /// Sets <c>X-Response-Time</c> as the replaced service wrote it, and the standard <c>Server-Timing</c>: the total,
    /// each query with its outcome, and the time during which at least one call to the database (<c>db</c>) or to the
    /// language model (<c>model</c>) was in flight; the latter two are left out when there was none.
    /// </summary>
    public static void Set(HttpResponse response, TimeSpan total, RequestTimings timings)
    {
        var header = new StringBuilder("total;dur=").Append(Milliseconds(total));
        foreach (var query in timings.Queries)
        {
            header
                .Append(", ").Append(query.Name)
                .Append(";dur=").Append(Milliseconds(query.Duration))
                .Append(";desc=\"").Append(Telemetry.NameOf(query.Outcome)).Append('"');
        }

        AppendWait(header, "db", timings.WaitedFor(Upstream.Database));
        AppendWait(header, "model", timings.WaitedFor(Upstream.Model));

        response.Headers[ResponseTime] = $"{Milliseconds(total)}ms";
        response.Headers[ServerTiming] = header.ToString();
    }

    private static void AppendWait(StringBuilder header, string name, TimeSpan? waited)
    {
        if (waited is { } time)
        {
            header.Append(", ").Append(name).Append(";dur=").Append(Milliseconds(time));
        }
    }

    private static string Milliseconds(TimeSpan time) =>
        time.TotalMilliseconds.ToString("F2", CultureInfo.InvariantCulture);
}
