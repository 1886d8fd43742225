using DealInsights.Application.Stakeholders;
using DealInsights.Domain.Insights;

namespace DealInsights.Infrastructure.Offline;

/// <summary>Judges titles by <see cref="TitleRules"/>, without a model.</summary>
internal sealed class OfflineDecisionMakerClassifier(TimeProvider clock) : IDecisionMakerClassifier
{
    /// <inheritdoc/>
    public Task<Insight<IReadOnlyDictionary<string, bool>>> ClassifyAsync(
        IReadOnlyList<string> titles, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        IReadOnlyDictionary<string, bool> judgements =
            titles.ToDictionary(title => title, TitleRules.MayDecide, StringComparer.Ordinal);

        return Task.FromResult(new Insight<IReadOnlyDictionary<string, bool>>(
            judgements, InsightSource.Offline, clock.GetUtcNow()));
    }
}
