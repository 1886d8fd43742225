using DealInsights.Domain.Meetings;
using DealInsights.Domain.Stakeholders;

namespace DealInsights.Application.Meetings;

/// <summary>Reads the meetings of a deal; an unknown deal has none.</summary>
/// <remarks>Every method throws <see cref="Failures.UpstreamUnavailableException"/> when the store does not answer.</remarks>
public interface IMeetingRepository
{
    /// <summary>
    /// Finds the meetings that feed the deal's overview, as <see cref="OverviewMaterial.ChooseMeetings(IEnumerable{MeetingVersion})"/>
    /// chooses them from all of its meetings, without reading a transcript.
    /// </summary>
    /// <returns>Latest first; empty when there is nothing to summarize.</returns>
    Task<IReadOnlyList<MeetingVersion>> FindOverviewVersionsAsync(string dealName, CancellationToken cancellationToken);

    /// <summary>Reads meetings of <see cref="FindOverviewVersionsAsync"/> with their transcripts.</summary>
    /// <returns>Latest first; meetings that are gone, or have lost their text, are left out.</returns>
    Task<IReadOnlyList<Meeting>> FindForOverviewAsync(
        string dealName, IReadOnlyList<MeetingVersion> versions, CancellationToken cancellationToken);

    /// <summary>
    /// Finds who attended for the buyer, with the meeting of each: the meetings in order of their identifier (ordinal),
    /// the attendees of each in stored order, everybody as often as they attended.
    /// </summary>
    Task<IReadOnlyList<Attendance>> FindAttendancesAsync(string dealName, CancellationToken cancellationToken);

    /// <summary>Finds the names of all deals that have meetings, each once, in no particular order.</summary>
    Task<IReadOnlyCollection<string>> FindDealNamesAsync(CancellationToken cancellationToken);
}
