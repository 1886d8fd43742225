namespace DealInsights.Application.Audit;

/// <summary>An action of a caller, its time and outcome, and how often it was repeated within a second.</summary>
/// <param name="Id">Identifies the record: a UUID of version 7, so that later records have greater identifiers, to the millisecond.</param>
/// <param name="At">When it ended, the first time.</param>
/// <param name="Caller">
/// Who, by the name under which they came in: <c>key:crm-ui</c>, <c>token:SUBJECT</c>, <c>hubspot:PORTAL:USER</c>,
/// <c>anonymous</c>; <c>command-line</c> for who ran a command.
/// </param>
/// <param name="Action">What: the method and the pattern of the address, or the command.</param>
/// <param name="DealHash">
/// The hash of the deal's id, or of a name that is not stored, see <see cref="Diagnostics.DealHash"/>;
/// <see langword="null"/> for none, or several.
/// </param>
/// <param name="DealId">
/// The deal's id; <see langword="null"/> unless the action succeeded on a stored deal, and from when the deal is removed.
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

    /// <summary>The caller was not authorized, or sent too many requests.</summary>
    Refused,

    /// <summary>It failed; some of it may have been done.</summary>
    Failed,

    /// <summary>The caller disconnected before the end.</summary>
    Cancelled,
}
