using FluentValidation;

namespace DealInsights.Application.Deals.GetDealInfo;

internal sealed class GetDealInfoQueryValidator : AbstractValidator<GetDealInfoQuery>
{
    public GetDealInfoQueryValidator() => RuleFor(query => query.DealName).MustBeADealName();
}
