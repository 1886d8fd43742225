using DealInsights.Domain.Insights;

namespace DealInsights.Domain.Stakeholders;

/// <summary>Whether the bearer of a title may decide on a purchase, and why.</summary>
/// <param name="MayDecide">The verdict.</param>
/// <param name="Author">The author of the verdict.</param>
/// <param name="Level">
/// The seniority that the model read from the title, in its own words; <see langword="null"/> for the rules' verdicts,
/// and where the model gave none.
/// </param>
/// <param name="Rule">The rule that decided; <see langword="null"/> for the model's verdicts.</param>
public sealed record TitleJudgement(bool MayDecide, InsightAuthor Author, string? Level, TitleRule? Rule)
{
    /// <summary>Creates a model's judgement.</summary>
    public static TitleJudgement ByModel(bool mayDecide, string level) =>
        new(mayDecide, InsightAuthor.Model, string.IsNullOrWhiteSpace(level) ? null : level, Rule: null);

    /// <summary>Creates a rule's judgement.</summary>
    public static TitleJudgement ByRule(bool mayDecide, TitleRule rule) =>
        new(mayDecide, InsightAuthor.Offline, Level: null, rule);
}

/// <summary>The offline rule that decided.</summary>
public enum TitleRule
{
    /// <summary>It holds a rank: director, vice president, C-level, founder, head. May decide.</summary>
    Rank,

    /// <summary>It is a senior specialist's: principal, staff engineer, architect. May decide.</summary>
    SeniorSpecialist,

    /// <summary>It is a beginner's, a past or a future role. May not.</summary>
    BeginnerOrFormer,

    /// <summary>It is a helper's: assistant, secretary. May not.</summary>
    Helper,

    /// <summary>It holds a rank but ends in a lower role: "CFO services consultant". May not.</summary>
    LowerRole,

    /// <summary>It holds no rank. May not.</summary>
    NoRank,
}
