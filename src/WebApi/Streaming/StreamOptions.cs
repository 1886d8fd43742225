using System.ComponentModel.DataAnnotations;

namespace DealInsights.WebApi.Streaming;

/// <summary>How answers are streamed, section <c>Streams</c>.</summary>
internal sealed class StreamOptions
{
    /// <summary>The section that holds these settings.</summary>
    public const string Section = "Streams";

    /// <summary>
    /// After how much silence a comment is sent, so that proxies do not take the connection for dead, and the service
    /// sees that a client has gone. To be less than the time after which the proxies in front end a silent connection.
    /// </summary>
    /// <value>15 s unless configured; from a tenth of a second to an hour.</value>
    [Range(typeof(TimeSpan), "00:00:00.1", "01:00:00")]
    public TimeSpan HeartbeatInterval { get; set; } = TimeSpan.FromSeconds(15);
}
