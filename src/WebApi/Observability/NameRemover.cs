using System.Diagnostics;
using OpenTelemetry;

namespace DealInsights.WebApi.Observability;

/// <summary>
/// Takes out of spans what may hold a deal's name, whatever wrote it there: queries and paths of addresses, and texts of
/// exceptions, in which MongoDB quotes keys.
/// </summary>
internal sealed class NameRemover : BaseProcessor<Activity>
{
    private const string Path = "url.path";

    public override void OnEnd(Activity data)
    {
        Remove(data, "url.query");
        Remove(data, "db.query.text");
        Remove(data, "exception.message");
        Remove(data, "exception.stacktrace");
        if (data.StatusDescription is not null)
        {
            // An exception's text as well; the status without it stays.
            data.SetStatus(data.Status);
        }

        if (data.GetTagItem(Path) is not null)
        {
            // The pattern of the address; of one that nothing is mapped to there is none, and nothing is known.
            data.SetTag(Path, data.GetTagItem("http.route"));
        }

        if (data.GetTagItem("url.full") is string full)
        {
            // Of a call to another service: to which one.
            data.SetTag("url.full", Uri.TryCreate(full, UriKind.Absolute, out var uri) ? uri.GetLeftPart(UriPartial.Authority) : null);
        }
    }

    private static void Remove(Activity span, string tag)
    {
        if (span.GetTagItem(tag) is not null)
        {
            span.SetTag(tag, null);
        }
    }
}
