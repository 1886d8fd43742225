using System.Text;
using System.Text.Json;
using DealInsights.Infrastructure.Insights;
using DealInsights.Infrastructure.StoredDocuments;
using MongoDB.Bson;
using MongoDB.Bson.IO;

namespace DealInsights.Infrastructure.Sqlite;

/// <inheritdoc/>
internal sealed class SqliteInsightStore(
    EmbeddedDatabase database, EmbeddedWriter writer, DamageLog damage, TimeProvider clock) : IInsightStore
{
    internal const string FindOverview =
        "SELECT document FROM company_overviews WHERE deal_id = $deal_id AND document IS NOT NULL";

    // The parameter is a JSON array, so that one statement serves any number of fingerprints.
    internal const string FindJudgements = """
        SELECT document FROM title_judgements WHERE fingerprint IN (SELECT value FROM json_each($fingerprints))
        """;

    private const string TakeOverviewLease = """
        INSERT INTO company_overviews (deal_id, lease_holder, lease_expires_at) VALUES ($key, $holder, $expires_at)
        ON CONFLICT (deal_id) DO UPDATE SET lease_holder = excluded.lease_holder, lease_expires_at = excluded.lease_expires_at
        WHERE lease_holder IS NULL OR lease_holder = excluded.lease_holder OR lease_expires_at <= $now
        """;

    private const string ReleaseOverviewLease = """
        UPDATE company_overviews SET lease_holder = NULL, lease_expires_at = NULL
        WHERE deal_id = $deal_id AND lease_holder = $holder
        """;

    private const string SaveOverview = """
        UPDATE company_overviews SET document = $document, lease_holder = NULL, lease_expires_at = NULL
        WHERE deal_id = $deal_id AND lease_holder = $holder
        """;

    private const string SaveJudgement =
        "INSERT OR REPLACE INTO title_judgements (fingerprint, document) VALUES ($fingerprint, $document)";

    private const string TakeNamedLease = """
        INSERT INTO insight_leases (name, holder, expires_at) VALUES ($key, $holder, $expires_at)
        ON CONFLICT (name) DO UPDATE SET holder = excluded.holder, expires_at = excluded.expires_at
        WHERE holder = excluded.holder OR expires_at <= $now
        """;

    // A model's text is stored even if it holds half a surrogate pair, as in MongoDB.
    private static readonly BsonBinaryWriterSettings Lenient = new()
    {
        Encoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: false),
    };

    private readonly InsightDocuments _documents = new(damage);

    /// <inheritdoc/>
    public async Task<StoredOverview?> FindOverviewAsync(string dealName, CancellationToken cancellationToken) =>
        await database.ReadAsync(connection => Find(connection, dealName), cancellationToken) is { } document
            ? _documents.ReadOverview(document)
            : null;

    /// <inheritdoc/>
    public async Task<OverviewLease> TakeOverviewLeaseAsync(
        string dealName, string holder, TimeSpan duration, CancellationToken cancellationToken)
    {
        var (isHeld, document) = await writer.RunAsync(
            connection => (
                TakeLease(connection, TakeOverviewLease, dealName, holder, duration), Find(connection, dealName)),
            cancellationToken);

        return new OverviewLease(isHeld, document is null ? null : _documents.ReadOverview(document));
    }

    /// <inheritdoc/>
    public Task<bool> SaveOverviewAsync(
        StoredOverview overview, string holder, CancellationToken cancellationToken) => writer.RunAsync(
        connection => connection.Run(
            SaveOverview,
            ("$document", ToBytes(InsightDocuments.Write(overview))),
            ("$deal_id", overview.DealName),
            ("$holder", holder)) == 1,
        cancellationToken);

    /// <inheritdoc/>
    public Task AdoptOverviewAsync(
        string dealName, string contentFingerprint, string fingerprint, CancellationToken cancellationToken) => writer.RunAsync(
        connection => Find(connection, dealName) is { } document
            && document.GetValue("content_fingerprint", BsonNull.Value) == contentFingerprint
            && connection.Run(
                "UPDATE company_overviews SET document = $document WHERE deal_id = $deal_id",
                ("$document", document.Set("fingerprint", fingerprint).ToBson(writerSettings: Lenient)),
                ("$deal_id", dealName)) == 1,
        cancellationToken);

    /// <inheritdoc/>
    public Task ReleaseOverviewLeaseAsync(string dealName, string holder, CancellationToken cancellationToken) => writer.RunAsync(
        connection => connection.Run(ReleaseOverviewLease, ("$deal_id", dealName), ("$holder", holder)),
        cancellationToken);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<StoredJudgement>> FindJudgementsAsync(
        IReadOnlyCollection<string> fingerprints, CancellationToken cancellationToken)
    {
        var found = await database.ReadAsync(
            connection => connection.FindDocuments(FindJudgements, ("$fingerprints", JsonSerializer.Serialize(fingerprints))),
            cancellationToken);

        return [.. found.Select(_documents.ReadJudgement).OfType<StoredJudgement>()];
    }

    /// <inheritdoc/>
    public Task SaveJudgementsAsync(
        IReadOnlyCollection<StoredJudgement> judgements, CancellationToken cancellationToken) => writer.RunAsync(
        connection => judgements.Sum(judgement => connection.Run(
            SaveJudgement,
            ("$fingerprint", judgement.Fingerprint),
            ("$document", ToBytes(InsightDocuments.Write(judgement))))),
        cancellationToken);

    /// <inheritdoc/>
    public Task<bool> TryTakeLeaseAsync(
        string name, string holder, TimeSpan duration, CancellationToken cancellationToken) => writer.RunAsync(
        connection =>
        {
            // Leases of holders that crashed.
            connection.Run(
                "DELETE FROM insight_leases WHERE expires_at <= $now", ("$now", clock.GetUtcNow().ToUnixTimeMilliseconds()));
            return TakeLease(connection, TakeNamedLease, name, holder, duration);
        },
        cancellationToken);

    /// <inheritdoc/>
    public Task ReleaseLeaseAsync(string name, string holder, CancellationToken cancellationToken) => writer.RunAsync(
        connection => connection.Run(
            "DELETE FROM insight_leases WHERE name = $name AND holder = $holder",
            ("$name", name),
            ("$holder", holder)),
        cancellationToken);

    // By the machine's clock, which all processes that use the file share.
    private bool TakeLease(
        EmbeddedConnection connection, string statement, string key, string holder, TimeSpan duration)
    {
        var now = clock.GetUtcNow();
        return connection.Run(
            statement,
            ("$key", key),
            ("$holder", holder),
            ("$expires_at", (now + duration).ToUnixTimeMilliseconds()),
            ("$now", now.ToUnixTimeMilliseconds())) == 1;
    }

    private static BsonDocument? Find(EmbeddedConnection connection, string dealName) =>
        connection.FindDocuments(FindOverview, ("$deal_id", dealName)) is [var document, ..] ? document : null;

    // Damage is reported by the "_id".
    private static byte[] ToBytes(BsonDocument document)
    {
        document.InsertAt(0, new BsonElement("_id", ObjectId.GenerateNewId()));
        return document.ToBson(writerSettings: Lenient);
    }
}
