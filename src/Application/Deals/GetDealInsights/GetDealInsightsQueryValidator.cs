using FluentValidation;

namespace DealInsights.Application.Deals.GetDealInsights;

internal sealed class GetDealInsightsQueryValidator : AbstractValidator<GetDealInsightsQuery>
{
    public GetDealInsightsQueryValidator()
    {
        RuleFor(query => query.DealName).MustBeADealName();
        RuleFor(query => query.Include)
            .Must(include => PartSelection.Read(include) is not null)
            .WithMessage($"It is one or more of {PartSelection.Names}, with commas between.");
    }
}
