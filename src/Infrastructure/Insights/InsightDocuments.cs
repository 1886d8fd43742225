using DealInsights.Domain.Meetings;
using DealInsights.Domain.Timelines;
using DealInsights.Infrastructure.StoredDocuments;
using MongoDB.Bson;

namespace DealInsights.Infrastructure.Insights;

/// <summary>
/// Insights as documents of <see cref="StoredCollection.CompanyOverviews"/> and
/// <see cref="StoredCollection.TitleJudgements"/>, the same in every store.
/// </summary>
internal sealed class InsightDocuments(DamageLog damage)
{
    /// <summary>The field with the holder of the lease on a deal's overview.</summary>
    public const string LeaseHolder = "lease_holder";

    /// <summary>The field with the time at which that lease expires.</summary>
    public const string LeaseExpiry = "lease_expires_at";

    /// <summary>The overview as a document without <c>_id</c>.</summary>
    public static BsonDocument Write(StoredOverview overview) => new BsonDocument
    {
        { "deal_id", overview.DealName },
        { "fingerprint", overview.Fingerprint },
        { "content_fingerprint", overview.ContentFingerprint },
        { "statements", new BsonArray(overview.Summary.Statements.Select(Write)) },
        // For people who look at the collection; it is not read.
        { "overview", overview.Summary.Text },
    }.AddRange(Write(overview.Origin));

    /// <summary>The judgement as a document without <c>_id</c>.</summary>
    public static BsonDocument Write(StoredJudgement judgement) => new BsonDocument
    {
        { "fingerprint", judgement.Fingerprint },
        { "title", judgement.Title },
        { "may_decide", judgement.MayDecide },
        { "level", judgement.Level },
    }.AddRange(Write(judgement.Origin));

    /// <summary>
    /// Reads an overview; <see langword="null"/> when there is none yet, or (reported) when any of it is not as written.
    /// </summary>
    public StoredOverview? ReadOverview(BsonDocument document)
    {
        // A lease on an overview that was never written.
        if (!document.Contains("fingerprint") && document.Contains(LeaseHolder))
        {
            return null;
        }

        var fields = new DocumentFields(document);
        var overview = new StoredOverview(
            fields.Text("deal_id"),
            fields.Text("fingerprint"),
            fields.Text("content_fingerprint"),
            new MeetingSummary(fields.List("statements", ReadStatement)),
            ReadOrigin(fields));
        if (overview.Summary.Statements.Count == 0)
        {
            fields.MarkDamaged("statements");
        }

        return Whole(overview, fields, StoredCollection.CompanyOverviews);
    }

    /// <summary>Reads a judgement; <see langword="null"/>, and reported, when any of it is not as it was written.</summary>
    public StoredJudgement? ReadJudgement(BsonDocument document)
    {
        var fields = new DocumentFields(document);
        var judgement = new StoredJudgement(
            fields.Text("title"),
            fields.Text("fingerprint"),
            fields.Flag("may_decide"),
            fields.Text("level"),
            ReadOrigin(fields));

        return Whole(judgement, fields, StoredCollection.TitleJudgements);
    }

    private T? Whole<T>(T insight, DocumentFields fields, StoredCollection collection)
        where T : class => fields.ReportDamage(damage, collection) ? null : insight;

    private static BsonDocument Write(SummaryStatement statement) => new()
    {
        { "text", statement.Text },
        { "evidence", new BsonArray(statement.Evidence.Select(Write)) },
    };

    private static SummaryStatement ReadStatement(DocumentFields fields) =>
        new(fields.Text("text"), fields.List("evidence", ReadQuote));

    private static BsonDocument Write(Quote quote) => new()
    {
        { "quote", quote.Text },
        { "meeting_id", quote.MeetingId },
        { "meeting_date", Write(quote.MeetingDate) },
    };

    private static Quote ReadQuote(DocumentFields fields) =>
        new(fields.Text("quote"), fields.Text("meeting_id"), fields.DateOrNull("meeting_date"));

    // A date that BSON cannot represent exactly, such as text in another format, stays text.
    private static BsonValue Write(RecordedDate? date)
    {
        if (date is null)
        {
            return BsonNull.Value;
        }

        return date.Instant is { } instant
            && new BsonDateTime(instant) is var stored
            && RecordedDate.FromInstant(stored.ToUniversalTime()) == date
                ? stored
                : date.Text;
    }

    private static BsonDocument Write(InsightOrigin origin) => new()
    {
        { "source", origin.Source },
        { "model", origin.Model },
        { "prompt_version", origin.PromptVersion },
        { "input_tokens", (BsonValue?)origin.InputTokens ?? BsonNull.Value },
        { "output_tokens", (BsonValue?)origin.OutputTokens ?? BsonNull.Value },
        { "generated_at", new BsonDateTime(origin.GeneratedAt.UtcDateTime) },
    };

    private static InsightOrigin ReadOrigin(DocumentFields fields) => new(
        fields.Text("source"),
        fields.Text("model"),
        fields.Text("prompt_version"),
        fields.NumberOrNull("input_tokens"),
        fields.NumberOrNull("output_tokens"),
        fields.Instant("generated_at"));
}
