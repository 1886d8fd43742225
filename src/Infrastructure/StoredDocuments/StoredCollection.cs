using MongoDB.Bson;

namespace DealInsights.Infrastructure.StoredDocuments;

/// <summary>A collection: its name and the fields that identify a document in it.</summary>
internal sealed record StoredCollection(string Name, IReadOnlyList<string> KeyFields)
{
    public static readonly StoredCollection DealInfo = new("deal_info", ["deal_id"]);

    public static readonly StoredCollection DealTimeline = new("deal_timeline", ["deal_id"]);

    public static readonly StoredCollection DealInsights = new("deal_insights", ["deal_id"]);

    public static readonly StoredCollection MeetingInsights = new("meeting_insights", ["deal_id", "meeting_id"]);

    /// <summary>The overviews that this service wrote, one per deal.</summary>
    public static readonly StoredCollection CompanyOverviews = new("company_overviews", ["deal_id"]);

    public static readonly StoredCollection TitleJudgements = new("title_judgements", ["fingerprint"]);

    public static readonly StoredCollection InsightLeases = new("insight_leases", ["_id"]);

    /// <summary>The API keys, by the hashes of their secrets; written by this service.</summary>
    public static readonly StoredCollection ApiKeys = new("api_keys", ["_id"]);

    /// <summary>The audit records; written by this service.</summary>
    public static readonly StoredCollection AuditRecords = new("audit_records", ["_id"]);

    /// <summary>Every collection of the contract, in the order in which they are imported and exported.</summary>
    public static readonly IReadOnlyList<StoredCollection> All =
        [DealInfo, DealTimeline, DealInsights, MeetingInsights];

    /// <summary>A document's values in the fields that identify it.</summary>
    public BsonDocument KeyOf(BsonDocument document) =>
        new(KeyFields.Select(field => new BsonElement(field, document[field])));

    /// <summary>Why a document cannot be stored in this collection; <see langword="null"/> when it can.</summary>
    public string? ReasonToRefuse(BsonDocument document)
    {
        foreach (var field in KeyFields)
        {
            if (!document.TryGetValue(field, out var value) || value.IsBsonNull)
            {
                return $"it has no {field}";
            }

            if (!value.IsString)
            {
                return $"its {field} is not text";
            }
        }

        return null;
    }
}
