using System.Diagnostics;
using OpenTelemetry;

namespace DealInsights.WebApi.Observability;

/// <summary>
/// Removes from spans what can contain the name of a deal: queries and paths of URLs, and texts of exceptions, in which
/// MongoDB quotes keys.
/// </summary>
internal sealed class NameRemover : BaseProcessor<Activity>
{
    private const string Path = "url.path";
    private const string FullUrl = "url.full";

    private static readonly string[] RemovedTags =
        ["url.query", "http.request.method_original", "db.query.text", "exception.message", "exception.stacktrace"];

    public override void OnEnd(Activity data)
    {
        foreach (var tag in RemovedTags)
        {
            data.SetTag(tag, null);
        }

        if (data.StatusDescription is not null)
        {
            // The description is the text of an exception; the status stays.
            data.SetStatus(data.Status);
        }

        if (data.GetTagItem(Path) is not null)
        {
            // Null removes the tag: the path of an unknown endpoint could be anything.
            data.SetTag(Path, data.GetTagItem("http.route"));
        }

        if (data.GetTagItem(FullUrl) is string full)
        {
            data.SetTag(FullUrl, Uri.TryCreate(full, UriKind.Absolute, out var uri) ? uri.GetLeftPart(UriPartial.Authority) : null);
        }
    }
}
