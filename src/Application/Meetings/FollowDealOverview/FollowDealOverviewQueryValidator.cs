using DealInsights.Application.Deals;
using FluentValidation;

namespace DealInsights.Application.Meetings.FollowDealOverview;

internal sealed class FollowDealOverviewQueryValidator : AbstractValidator<FollowDealOverviewQuery>
{
    public FollowDealOverviewQueryValidator() => RuleFor(query => query.DealName).MustBeADealName();
}
