using System.Globalization;
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
    internal const string FindOverviews = "SELECT document FROM company_overviews WHERE deal_id = $deal_id";

    // The parameter is a JSON array, so that one statement serves any number of fingerprints.
    internal const string FindJudgements = """
        SELECT document FROM title_judgements WHERE fingerprint IN (SELECT value FROM json_each($fingerprints))
        """;

    private const string SaveOverview = """
        INSERT OR REPLACE INTO company_overviews (deal_id, fingerprint, generated_at, document)
        VALUES ($deal_id, $fingerprint, $generated_at, $document)
        """;

    private const string SaveJudgement =
        "INSERT OR REPLACE INTO title_judgements (fingerprint, document) VALUES ($fingerprint, $document)";

    private const string TakeLease = """
        INSERT INTO insight_leases (name, holder, expires_at) VALUES ($name, $holder, $expires_at)
        ON CONFLICT (name) DO UPDATE SET expires_at = excluded.expires_at WHERE holder = excluded.holder
        """;

    private static readonly string ForgetOverviews = string.Create(
        CultureInfo.InvariantCulture,
        $"""
        DELETE FROM company_overviews WHERE deal_id = $deal_id AND fingerprint NOT IN (
            SELECT fingerprint FROM company_overviews WHERE deal_id = $deal_id
            ORDER BY generated_at DESC, fingerprint LIMIT {IInsightStore.MaxOverviewsPerDeal})
        """);

    // A model's text is stored even if it holds half a surrogate pair, as in MongoDB.
    private static readonly BsonBinaryWriterSettings Lenient = new()
    {
        Encoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: false),
    };

    private readonly InsightDocuments _documents = new(damage);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<StoredOverview>> FindOverviewsAsync(
        string dealName, CancellationToken cancellationToken) =>
        InsightDocuments.LatestFirst(
            (await database.ReadAsync(
                connection => connection.FindDocuments(FindOverviews, ("$deal_id", dealName)), cancellationToken))
            .Select(_documents.ReadOverview));

    /// <inheritdoc/>
    public Task SaveOverviewAsync(StoredOverview overview, CancellationToken cancellationToken) => writer.RunAsync(
        connection =>
        {
            connection.Run(
                SaveOverview,
                ("$deal_id", overview.DealName),
                ("$fingerprint", overview.Fingerprint),
                ("$generated_at", overview.Origin.GeneratedAt.ToUnixTimeMilliseconds()),
                ("$document", ToBytes(InsightDocuments.Write(overview))));
            return connection.Run(ForgetOverviews, ("$deal_id", overview.DealName));
        },
        cancellationToken);

    /// <inheritdoc/>
    public Task RemoveOverviewAsync(string dealName, string fingerprint, CancellationToken cancellationToken) => writer.RunAsync(
        connection => connection.Run(
            "DELETE FROM company_overviews WHERE deal_id = $deal_id AND fingerprint = $fingerprint",
            ("$deal_id", dealName),
            ("$fingerprint", fingerprint)),
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
    /// <remarks>The processes that use one file share the machine's clock.</remarks>
    public Task<bool> TryTakeLeaseAsync(
        string name, string holder, TimeSpan duration, CancellationToken cancellationToken) => writer.RunAsync(
        connection =>
        {
            var now = clock.GetUtcNow();
            connection.Run(
                "DELETE FROM insight_leases WHERE expires_at <= $now",
                ("$now", now.ToUnixTimeMilliseconds()));
            var taken = connection.Run(
                TakeLease,
                ("$name", name),
                ("$holder", holder),
                ("$expires_at", (now + duration).ToUnixTimeMilliseconds()));
            return taken == 1;
        },
        cancellationToken);

    /// <inheritdoc/>
    public Task ReleaseLeaseAsync(string name, string holder, CancellationToken cancellationToken) => writer.RunAsync(
        connection => connection.Run(
            "DELETE FROM insight_leases WHERE name = $name AND holder = $holder",
            ("$name", name),
            ("$holder", holder)),
        cancellationToken);

    // Damage is reported by the "_id".
    private static byte[] ToBytes(BsonDocument document)
    {
        document.InsertAt(0, new BsonElement("_id", ObjectId.GenerateNewId()));
        return document.ToBson(writerSettings: Lenient);
    }
}
