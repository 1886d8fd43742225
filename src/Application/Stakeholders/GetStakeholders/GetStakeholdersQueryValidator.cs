using DealInsights.Application.Deals;
using FluentValidation;

namespace DealInsights.Application.Stakeholders.GetStakeholders;

internal sealed class GetStakeholdersQueryValidator : AbstractValidator<GetStakeholdersQuery>
{
    public GetStakeholdersQueryValidator() => RuleFor(query => query.DealName).MustBeADealName();
}
