using System.Text.Json.Serialization;

namespace DealInsights.WebApi.V2;

/// <summary>Who is at the table.</summary>
public sealed record StakeholdersV2
{
    /// <summary>Potential decision makers first, then by name.</summary>
    [JsonPropertyName("stakeholders")]
    public required IReadOnlyList<StakeholderV2> Stakeholders { get; init; }
}

/// <summary>One person at the table. What is not known is empty.</summary>
public sealed record StakeholderV2
{
    /// <summary>The person's name.</summary>
    [JsonPropertyName("name")]
    public required string Name { get; init; }

    /// <summary>The e-mail address.</summary>
    [JsonPropertyName("email")]
    public required string Email { get; init; }

    /// <summary>The job title.</summary>
    [JsonPropertyName("title")]
    public required string Title { get; init; }

    /// <summary>Whether the title suggests that this person may decide on the purchase.</summary>
    [JsonPropertyName("potential_decision_maker")]
    public required bool PotentialDecisionMaker { get; init; }
}
