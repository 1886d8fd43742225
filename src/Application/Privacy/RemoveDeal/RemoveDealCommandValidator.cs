using DealInsights.Application.Deals;
using FluentValidation;

namespace DealInsights.Application.Privacy.RemoveDeal;

internal sealed class RemoveDealCommandValidator : AbstractValidator<RemoveDealCommand>
{
    public RemoveDealCommandValidator() => RuleFor(command => command.DealName).MustBeADealName();
}
