using DealInsights.Application.Deals;
using FluentValidation;

namespace DealInsights.Application.Concerns.GetDealConcerns;

internal sealed class GetDealConcernsQueryValidator : AbstractValidator<GetDealConcernsQuery>
{
    public GetDealConcernsQueryValidator() => RuleFor(query => query.DealName).MustBeADealName();
}
