using DealInsights.Application.Deals;
using FluentValidation;

namespace DealInsights.Application.Stakeholders.GetDealStakeholders;

internal sealed class GetDealStakeholdersQueryValidator : AbstractValidator<GetDealStakeholdersQuery>
{
    public GetDealStakeholdersQueryValidator() => RuleFor(query => query.DealName).MustBeADealName();
}
