using System.Text.Json.Serialization;
using DealInsights.Application.Stakeholders.GetStakeholders;

namespace DealInsights.WebApi.V2;

/// <summary>Who is at the table.</summary>
public sealed record StakeholdersV2
{
    /// <summary>Potential decision makers first, then by name.</summary>
    [JsonPropertyName("stakeholders")]
    public required IReadOnlyList<StakeholderV2> Stakeholders { get; init; }

    internal static StakeholdersV2 From(DealStakeholders stakeholders) => new()
    {
        Stakeholders =
        [
            .. stakeholders.People.Select(person => new StakeholderV2
            {
                Name = person.Name,
                Email = person.Email,
                Title = person.Title,
                PotentialDecisionMaker = person.PotentialDecisionMaker,
            }),
        ],
    };
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
