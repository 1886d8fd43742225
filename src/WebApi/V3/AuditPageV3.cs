namespace DealInsights.WebApi.V3;

/// <summary>A page of audit records.</summary>
/// <param name="Records">The latest first.</param>
/// <param name="NextCursor">Asks for the page behind this one; null on the last.</param>
public sealed record AuditPageV3(IReadOnlyList<AuditRecordV3> Records, string? NextCursor);

/// <summary>Who did what to which deal, when, how it ended, and how often within a second.</summary>
/// <param name="Id">Identifies the record.</param>
/// <param name="At">When it ended, the first time.</param>
/// <param name="Caller">Who: `key:NAME`, `token:SUBJECT`, `hubspot:PORTAL:USER`, `anonymous`, or `command-line`.</param>
/// <param name="Action">What: the method and the pattern of the address, or the command.</param>
/// <param name="DealHash">Which deal: the first 16 hexadecimal digits of the SHA-256 of its id, or of a name that is not stored; null for none, or several.</param>
/// <param name="DealId">The deal's id; null unless the action was done on a stored deal, and once the deal is removed.</param>
/// <param name="Outcome">How it ended.</param>
/// <param name="Count">How often, from `at` to the end of that second; 1 or more.</param>
public sealed record AuditRecordV3(
    string Id,
    DateTime At,
    string Caller,
    string Action,
    string? DealHash,
    string? DealId,
    AuditOutcomeV3 Outcome,
    long Count);

/// <summary>How an action ended.</summary>
public enum AuditOutcomeV3
{
    /// <summary>It was done or answered.</summary>
    Done,

    /// <summary>There was no such deal.</summary>
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
