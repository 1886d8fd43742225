namespace DealInsights.Domain.Stakeholders;

/// <summary>Somebody who sat at the buyer's side of a meeting. Fields that were not recorded are empty.</summary>
public sealed record Attendee(string Name, string Email, string Title);
