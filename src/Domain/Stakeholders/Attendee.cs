namespace DealInsights.Domain.Stakeholders;

/// <summary>An attendee of a meeting on the buyer's side. Fields that were not recorded are empty.</summary>
public sealed record Attendee(string Name, string Email, string Title);
