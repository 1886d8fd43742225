using System.ComponentModel.DataAnnotations;

namespace DealInsights.Application.Deals.GetDealInsights;

/// <summary>How long an answer about all that is known of a deal waits for its parts.</summary>
internal sealed class PartOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "CombinedInsights";

    /// <summary>
    /// How long each part may take; they run at once, so this bounds the whole. A part that is not there by then is given
    /// up, and the others are answered.
    /// </summary>
    /// <value>10 seconds unless configured; from 10 milliseconds to 10 minutes.</value>
    [Range(typeof(TimeSpan), "00:00:00.010", "00:10:00")]
    public TimeSpan PartTimeout { get; set; } = TimeSpan.FromSeconds(10);
}
