using DealInsights.Domain.Deals;
using FluentValidation;

namespace DealInsights.Application.Deals;

/// <summary>The rule that every query by deal name shares.</summary>
internal static class DealNameValidation
{
    /// <summary>The name is there, is not blank, and is no longer than <see cref="DealName.MaxLength"/>.</summary>
    public static void MustBeADealName<T>(this IRuleBuilderInitial<T, string?> rule) => rule
        .Cascade(CascadeMode.Stop)
        .NotEmpty().WithMessage("A deal name is required.")
        .Must(name => DealName.IsWithinLimit(name!))
        .WithMessage($"A deal name has at most {DealName.MaxLength} characters.");
}
