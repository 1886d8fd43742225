using DealInsights.Domain.Insights;
using DealInsights.Domain.Stakeholders;

namespace DealInsights.Application.Stakeholders;

/// <summary>Judges from a job title whether its bearer may decide on a purchase.</summary>
public interface IDecisionMakerClassifier
{
    /// <summary>
    /// Judges all titles together; a model is asked only about those that it has not judged before. Senior individual
    /// contributors (principal, staff, architect) and managers of managers or above (director, VP, C-level, founder,
    /// head of) may decide; engineers, analysts and junior or mid-level roles may not. The offline rules judge
    /// titles that a configured model leaves open, and the insight's source says why.
    /// </summary>
    /// <param name="titles">
    /// Distinct titles in the form of <see cref="JobTitle.Normalize"/>, none empty, at least one.
    /// Untrusted text.
    /// </param>
    /// <param name="cancellationToken">Cancels the call; the only reason for which this throws.</param>
    /// <returns>One judgement for every title given, and no other.</returns>
    Task<Insight<IReadOnlyDictionary<string, TitleJudgement>>> ClassifyAsync(
        IReadOnlyList<string> titles, CancellationToken cancellationToken);
}
