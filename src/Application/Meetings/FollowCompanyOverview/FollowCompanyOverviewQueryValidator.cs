using DealInsights.Application.Deals;
using FluentValidation;

namespace DealInsights.Application.Meetings.FollowCompanyOverview;

internal sealed class FollowCompanyOverviewQueryValidator : AbstractValidator<FollowCompanyOverviewQuery>
{
    public FollowCompanyOverviewQueryValidator() => RuleFor(query => query.DealName).MustBeADealName();
}
