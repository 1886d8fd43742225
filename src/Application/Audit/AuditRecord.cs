namespace DealInsights.Application.Audit;

/// <summary>Who did what to which deal, when, how it ended, and how often within a second.</summary>
/// <param name="Id">Identifies the record: a UUID of version 7, so that later records have greater identifiers, to the millisecond.</param>
/// <param name="At">When it ended, the first time.</param>
/// <param name="Caller">
/// Who, by the name under which they came in: <c>key:crm-ui</c>, <c>token:SUBJECT</c>, <c>hubspot:PORTAL:USER</c>,
/// <c>anonymous</c>; <c>command-line</c> for who ran a command.
/// </param>
/// <param name="Action">What: the method and the pattern of the address, or the command.</param>
/// <param name="DealHash">Which deal, see <see cref="Diagnostics.DealHash"/>; <see langword="null"/> for none, or several.</param>
/// <param name="DealId">
/// The deal's identifier, which is its name; <see langword="null"/> unless the action succeeded, and from when the deal is
/// removed.
/// </param>
/// <param name="Outcome">How it ended.</param>
/// <param name="Count">How often, from <paramref name="At"/> to the end of that second; at least 1.</param>
public sealed record AuditRecord(
    string Id,
    DateTimeOffset At,
    string Caller,
    string Action,
    string? DealHash,
    string? DealId,
    AuditOutcome Outcome,
    long Count = 1);

/// <summary>How an action ended.</summary>
public enum AuditOutcome
{
    /// <summary>It was done or answered.</summary>
    Done,

    /// <summary>There was no such deal, or nothing to do it to.</summary>
    NotFound,

    /// <summary>The request was not valid.</summary>
    Invalid,

    /// <summary>The caller had no right to it, or asked too often.</summary>
    Refused,

    /// <summary>It failed; some of it may have been done.</summary>
    Failed,

    /// <summary>The caller left before the end.</summary>
    Cancelled,
}
