using DealInsights.Domain.Insights;
using DealInsights.Domain.Stakeholders;

namespace DealInsights.Infrastructure.IntegrationTests.OpenAi;

/// <summary>What judgements come to, whoever made them.</summary>
internal static class Verdicts
{
    public static Dictionary<string, bool> Of(Insight<IReadOnlyDictionary<string, TitleJudgement>> insight) =>
        insight.Value.ToDictionary(judged => judged.Key, judged => judged.Value.MayDecide);
}
