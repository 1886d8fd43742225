using DealInsights.Application.Deals;
using FluentValidation;

namespace DealInsights.Application.Meetings.GetCompanyOverview;

internal sealed class GetCompanyOverviewQueryValidator : AbstractValidator<GetCompanyOverviewQuery>
{
    public GetCompanyOverviewQueryValidator() => RuleFor(query => query.DealName).MustBeADealName();
}
