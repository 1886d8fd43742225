using DealInsights.Domain.Deals;

namespace DealInsights.Application.Audit;

/// <summary>An action to record: see <see cref="AuditRecord"/>.</summary>
/// <param name="Caller">The caller's name.</param>
/// <param name="Action">The action.</param>
/// <param name="Deal">The deal; null for none, or several.</param>
/// <param name="Outcome">How it ended.</param>
/// <param name="IsRemoval">Whether the deal is removed by it, so that the record must not name it.</param>
public readonly record struct AuditEntry(
    string Caller, string Action, DealReference? Deal, AuditOutcome Outcome, bool IsRemoval = false);
