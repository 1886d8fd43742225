using System.ComponentModel;

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
