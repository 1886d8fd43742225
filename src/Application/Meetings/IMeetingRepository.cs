using DealInsights.Domain.Meetings;
using DealInsights.Domain.Stakeholders;

namespace DealInsights.Application.Meetings;

/// <summary>Reads the meetings of a deal; an unknown deal has none.</summary>
/// <remarks>Every method throws <see cref="Failures.UpstreamUnavailableException"/> when the store does not answer.</remarks>
public interface IMeetingRepository
{
    /// <summary>
    /// Finds the meetings that feed the deal's overview, with their transcripts: those, or a superset of those, that
    /// <see cref="OverviewMaterial.ChooseMeetings"/> chooses from all of them. In no particular order.
    /// </summary>
    Task<IReadOnlyList<Meeting>> FindForOverviewAsync(string dealName, CancellationToken cancellationToken);

    /// <summary>
    /// Finds the digest of what the deal's overview is made from (<see cref="OverviewDigest.Of"/> of all its meetings), by
    /// which a stored overview is known to be of today's meetings, and when the latest meeting behind it was held.
    /// </summary>
    /// <returns><see langword="null"/> when there is nothing to summarize.</returns>
    Task<OverviewState?> FindOverviewStateAsync(string dealName, CancellationToken cancellationToken);

    /// <summary>
    /// Finds who attended for the buyer, with the meeting of each: the meetings in order of their identifier (ordinal),
    /// the attendees of each in stored order, everybody as often as they attended.
    /// </summary>
    Task<IReadOnlyList<Attendance>> FindAttendancesAsync(string dealName, CancellationToken cancellationToken);

    /// <summary>Finds the names of all deals that have meetings, each once, in no particular order.</summary>
    Task<IReadOnlyCollection<string>> FindDealNamesAsync(CancellationToken cancellationToken);
}
