namespace DealInsights.Application.Audit;

/// <summary>What is to be recorded: see <see cref="AuditRecord"/>.</summary>
/// <param name="Caller">Who.</param>
/// <param name="Action">What.</param>
/// <param name="DealName">Which deal; <see langword="null"/> for none, or several.</param>
/// <param name="Outcome">How it ended.</param>
/// <param name="IsRemoval">Whether the deal is gone by it, so that the record is not to name it.</param>
public readonly record struct AuditEntry(
    string Caller, string Action, string? DealName, AuditOutcome Outcome, bool IsRemoval = false);
