using FluentValidation;

namespace DealInsights.Application.Deals.GetDeal;

internal sealed class GetDealQueryValidator : AbstractValidator<GetDealQuery>
{
    public GetDealQueryValidator() => RuleFor(query => query.DealName).MustBeADealName();
}
