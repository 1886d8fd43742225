namespace DealInsights.Domain.Deals;

/// <summary>An amount of money.</summary>
/// <param name="Amount">The amount in the currency's main unit.</param>
/// <param name="Currency">The ISO 4217 code; <see langword="null"/> when the amount was recorded without a currency.</param>
public sealed record Money(decimal Amount, string? Currency);
