using System.Globalization;
using System.Runtime.CompilerServices;
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
        var header = new DefaultInterpolatedStringHandler(0, 0, CultureInfo.InvariantCulture, stackalloc char[256]);
        header.AppendLiteral("total;dur=");
        header.AppendFormatted(Milliseconds.Of(total));
        // By index: an enumerator would be one more object a request.
        for (var index = 0; index < timings.Queries.Count; index++)
        {
            var query = timings.Queries[index];
            header.AppendLiteral(", ");
            header.AppendLiteral(query.Name);
            header.AppendLiteral(";dur=");
            header.AppendFormatted(Milliseconds.Of(query.Duration));
            header.AppendLiteral(";desc=\"");
            header.AppendLiteral(Telemetry.NameOf(query.Outcome));
            header.AppendLiteral("\"");
        }

        AppendWait(ref header, ", db;dur=", timings.WaitedFor(Upstream.Database));
        AppendWait(ref header, ", model;dur=", timings.WaitedFor(Upstream.Model));

        response.Headers[ResponseTime] = string.Create(CultureInfo.InvariantCulture, stackalloc char[32], $"{Milliseconds.Of(total)}ms");
        response.Headers[ServerTiming] = header.ToStringAndClear();
    }

    private static void AppendWait(ref DefaultInterpolatedStringHandler header, string name, TimeSpan? waited)
    {
        if (waited is { } time)
        {
            header.AppendLiteral(name);
            header.AppendFormatted(Milliseconds.Of(time));
        }
    }
}
