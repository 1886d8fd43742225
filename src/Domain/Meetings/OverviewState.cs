namespace DealInsights.Domain.Meetings;

/// <summary>What is known of an overview's material without reading it.</summary>
/// <param name="Digest">Of the material, see <see cref="OverviewDigest"/>.</param>
/// <param name="LatestMeeting">
/// When the latest meeting in it took place, UTC; <see langword="null"/> when none of them has a readable date.
/// </param>
public sealed record OverviewState(string Digest, DateTime? LatestMeeting)
{
    /// <summary>The state of the meetings that are chosen from these.</summary>
    /// <returns><see langword="null"/> when no chosen meeting has any text.</returns>
    public static OverviewState? Of(IReadOnlyCollection<Meeting> meetings) =>
        OverviewDigest.Of(meetings) is { } digest
            ? new OverviewState(
                digest,
                OverviewMaterial.ChooseMeetings(meetings).Where(OverviewMaterial.HasText).Max(meeting => meeting.Date?.Instant))
            : null;
}
