using DealInsights.Domain.Timelines;

namespace DealInsights.Domain.Meetings;

/// <summary>What is known of a meeting's transcript without reading it.</summary>
/// <param name="Id">The meeting, unique within its deal.</param>
/// <param name="Date">When it took place; <see langword="null"/> when not recorded.</param>
/// <param name="LastUpdated">When its document was last written, UTC; <see langword="null"/> when not recorded.</param>
/// <param name="TranscriptLength">The stored transcript's Unicode code points; 0 when it has no text.</param>
public sealed record MeetingVersion(string Id, RecordedDate? Date, DateTime? LastUpdated, int TranscriptLength)
{
    /// <summary>When the meeting was held, see <see cref="OverviewMaterial.HeldAt"/>.</summary>
    public DateTime? HeldAt => OverviewMaterial.HeldAt(Id, Date);
}
