using System.Text.Json.Serialization;
using DealInsights.Application.Audit;
using DealInsights.Application.Audit.ListAuditRecords;

namespace DealInsights.WebApi.V3;

/// <summary>A page of audit records.</summary>
/// <param name="Records">The latest first.</param>
/// <param name="NextCursor">Asks for the page behind this one; null on the last.</param>
public sealed record AuditPageV3(IReadOnlyList<AuditRecordV3> Records, string? NextCursor)
{
    internal static AuditPageV3 From(AuditPage page) => new(
        [
            .. page.Records.Select(record => new AuditRecordV3(
                record.Id,
                record.At.UtcDateTime,
                record.Caller,
                record.Action,
                record.DealHash,
                record.DealId,
                OutcomeOf(record.Outcome),
                record.Count)),
        ],
        page.NextCursor);

    private static AuditOutcomeV3 OutcomeOf(AuditOutcome outcome) => outcome switch
    {
        AuditOutcome.Done => AuditOutcomeV3.Done,
        AuditOutcome.NotFound => AuditOutcomeV3.NotFound,
        AuditOutcome.Invalid => AuditOutcomeV3.Invalid,
        AuditOutcome.Refused => AuditOutcomeV3.Refused,
        AuditOutcome.Cancelled => AuditOutcomeV3.Cancelled,
        _ => AuditOutcomeV3.Failed,
    };
}

/// <summary>Who did what to which deal, when, how it ended, and how often within a second.</summary>
/// <param name="Id">Identifies the record.</param>
/// <param name="At">When it ended, the first time.</param>
/// <param name="Caller">Who: `key:NAME`, `token:SUBJECT`, `hubspot:PORTAL:USER`, `anonymous`, or `command-line`.</param>
/// <param name="Action">What: the method and the pattern of the address, or the command.</param>
/// <param name="DealHash">Which deal: the first 16 hexadecimal digits of the SHA-256 of its name; null for none, or several.</param>
/// <param name="DealId">The deal's identifier, which is its name; null unless the action was done, and once the deal is removed.</param>
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
[JsonConverter(typeof(JsonStringEnumConverter<AuditOutcomeV3>))]
public enum AuditOutcomeV3
{
    /// <summary>It was done or answered.</summary>
    [JsonStringEnumMemberName("done")]
    Done,

    /// <summary>There was no such deal.</summary>
    [JsonStringEnumMemberName("notFound")]
    NotFound,

    /// <summary>The request was not valid.</summary>
    [JsonStringEnumMemberName("invalid")]
    Invalid,

    /// <summary>The caller had no right to it, or asked too often.</summary>
    [JsonStringEnumMemberName("refused")]
    Refused,

    /// <summary>It failed; some of it may have been done.</summary>
    [JsonStringEnumMemberName("failed")]
    Failed,

    /// <summary>The caller left before the end.</summary>
    [JsonStringEnumMemberName("cancelled")]
    Cancelled,
}
