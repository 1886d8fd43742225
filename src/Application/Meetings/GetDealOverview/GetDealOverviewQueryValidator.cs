using DealInsights.Application.Deals;
using FluentValidation;

namespace DealInsights.Application.Meetings.GetDealOverview;

internal sealed class GetDealOverviewQueryValidator : AbstractValidator<GetDealOverviewQuery>
{
    public GetDealOverviewQueryValidator() => RuleFor(query => query.DealName).MustBeADealName();
}
