using DealInsights.Application.Deals;
using FluentValidation;

namespace DealInsights.Application.Concerns.GetConcerns;

internal sealed class GetConcernsQueryValidator : AbstractValidator<GetConcernsQuery>
{
    public GetConcernsQueryValidator() => RuleFor(query => query.DealName).MustBeADealName();
}
