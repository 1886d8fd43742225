using System.Buffers;
using System.ComponentModel;
using DealInsights.Infrastructure.StoredDocuments;
using Microsoft.Extensions.Caching.Hybrid;
using MongoDB.Bson;
using MongoDB.Bson.Serialization;

namespace DealInsights.Infrastructure.Insights;

/// <summary>What is known of the material with a fingerprint.</summary>
/// <param name="Overview">
/// Its overview; <see langword="null"/> when there is too little material to ask a model about.
/// </param>
// Said to be immutable, so that the cache hands out this object rather than a copy.
[ImmutableObject(true)]
internal sealed record RememberedOverview(StoredOverview? Overview);

/// <summary>What is known of a title.</summary>
/// <param name="Judgement">What the model thinks of it.</param>
[ImmutableObject(true)]
internal sealed record RememberedJudgement(StoredJudgement Judgement);

/// <summary>
/// Writes what is remembered as the store does: the cache measures entries by it, and shares them in this form.
/// </summary>
internal sealed class RememberedInsightSerializer(DamageLog damage)
    : IHybridCacheSerializer<RememberedOverview>, IHybridCacheSerializer<RememberedJudgement>
{
    private readonly InsightDocuments _documents = new(damage);

    void IHybridCacheSerializer<RememberedOverview>.Serialize(RememberedOverview value, IBufferWriter<byte> target) =>
        target.Write(value.Overview is { } overview ? InsightDocuments.Write(overview).ToBson() : []);

    RememberedOverview IHybridCacheSerializer<RememberedOverview>.Deserialize(ReadOnlySequence<byte> source) =>
        new(source.IsEmpty ? null : _documents.ReadOverview(Read(source)) ?? throw Unreadable());

    void IHybridCacheSerializer<RememberedJudgement>.Serialize(RememberedJudgement value, IBufferWriter<byte> target) =>
        target.Write(InsightDocuments.Write(value.Judgement).ToBson());

    RememberedJudgement IHybridCacheSerializer<RememberedJudgement>.Deserialize(ReadOnlySequence<byte> source) =>
        new(_documents.ReadJudgement(Read(source)) ?? throw Unreadable());

    private static BsonDocument Read(ReadOnlySequence<byte> source) =>
        BsonSerializer.Deserialize<BsonDocument>(source.ToArray());

    // Whoever looks takes it for a miss.
    private static FormatException Unreadable() => new("A shared cache entry cannot be read.");
}
