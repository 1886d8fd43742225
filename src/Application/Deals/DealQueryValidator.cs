using DealInsights.Domain.Deals;
using FluentValidation;

namespace DealInsights.Application.Deals;

/// <summary>
/// Checks the deal that a query refers to: a name is there, is not blank, and is no longer than
/// <see cref="DealName.MaxLength"/>. An id needs no check: text that is no id belongs to no deal.
/// </summary>
internal sealed class DealQueryValidator : AbstractValidator<IDealQuery>
{
    public DealQueryValidator() => RuleFor(query => query.Deal.Name)
        .Cascade(CascadeMode.Stop)
        .NotEmpty().WithMessage("A deal name is required.")
        .Must(name => DealName.IsWithinLimit(name!)).WithMessage($"A deal name has at most {DealName.MaxLength} characters.")
        .OverridePropertyName("DealName")
        .When(query => query.Deal.Id is null);
}
