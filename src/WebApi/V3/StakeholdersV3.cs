namespace DealInsights.WebApi.V3;

/// <summary>Who is at the table of a deal.</summary>
public sealed record StakeholdersV3
{
    /// <summary>Potential decision makers first, then by name; empty when nobody is known.</summary>
    public required IReadOnlyList<StakeholderV3> Stakeholders { get; init; }

    /// <summary>Where the judgements come from; null when there was no title to judge.</summary>
    public required ProvenanceV3? Provenance { get; init; }
}

/// <summary>One person at the table.</summary>
public sealed record StakeholderV3
{
    /// <summary>The person's name; null when not recorded.</summary>
    public required string? Name { get; init; }

    /// <summary>The e-mail address; null when not recorded.</summary>
    public required string? Email { get; init; }

    /// <summary>The job title; null when not recorded.</summary>
    public required string? Title { get; init; }

    /// <summary>Whether the title suggests that this person may decide on the purchase; null without a title.</summary>
    public required bool? PotentialDecisionMaker { get; init; }

    /// <summary>Why; null without a title.</summary>
    public required JudgementV3? Judgement { get; init; }

    /// <summary>How many meetings the person attended.</summary>
    public required int MeetingsAttended { get; init; }

    /// <summary>The first of them that has a date; a day is its midnight, UTC. Null when none has.</summary>
    public required DateTime? FirstSeen { get; init; }

    /// <summary>The last of them that has a date, likewise.</summary>
    public required DateTime? LastSeen { get; init; }
}

/// <summary>Why somebody is, or is not, taken for a potential decision maker.</summary>
public sealed record JudgementV3
{
    /// <summary>Who judged the title.</summary>
    public required JudgeV3 By { get; init; }

    /// <summary>The seniority that the model read from the title, in its own words; null when it gave none, and for rules.</summary>
    public required string? Level { get; init; }

    /// <summary>The rule that decided; null when the model judged.</summary>
    public required TitleRuleV3? Rule { get; init; }
}

/// <summary>Who judged a title.</summary>
public enum JudgeV3
{
    /// <summary>A language model.</summary>
    Model,

    /// <summary>The offline rules.</summary>
    Rule,
}

/// <summary>The rule by which a title was judged.</summary>
public enum TitleRuleV3
{
    /// <summary>It holds a rank: director, vice president, C-level, founder, head. May decide.</summary>
    Rank,

    /// <summary>It is a senior specialist's: principal, staff engineer, architect. May decide.</summary>
    SeniorSpecialist,

    /// <summary>It is a beginner's, a past or a future role. May not.</summary>
    BeginnerOrFormer,

    /// <summary>It is a helper's: assistant, secretary. May not.</summary>
    Helper,

    /// <summary>It holds a rank but ends in a lower role. May not.</summary>
    LowerRole,

    /// <summary>It holds no rank. May not.</summary>
    NoRank,
}
