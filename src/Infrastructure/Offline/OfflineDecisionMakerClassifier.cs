using DealInsights.Application.Stakeholders;
using DealInsights.Domain.Insights;
using DealInsights.Domain.Stakeholders;

namespace DealInsights.Infrastructure.Offline;

/// <summary>Judges titles by <see cref="TitleRules"/>, without a model.</summary>
internal sealed class OfflineDecisionMakerClassifier(TimeProvider clock) : IDecisionMakerClassifier
{
    // The rules change only with the process. A new time for every call would change the ETag of every response.
    private readonly DateTimeOffset _generatedAt = clock.GetUtcNow();

    /// <inheritdoc/>
    public Task<Insight<IReadOnlyDictionary<string, TitleJudgement>>> ClassifyAsync(
        IReadOnlyList<string> titles, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        IReadOnlyDictionary<string, TitleJudgement> judgements =
            titles.ToDictionary(title => title, TitleRules.Judge, StringComparer.Ordinal);

        return Task.FromResult(new Insight<IReadOnlyDictionary<string, TitleJudgement>>(
            judgements, InsightSource.Offline, _generatedAt));
    }
}
