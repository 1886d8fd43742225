using DealInsights.Domain.Text;
using FluentValidation;

namespace DealInsights.Application.Deals.ListDeals;

internal sealed class ListDealsQueryValidator : AbstractValidator<ListDealsQuery>
{
    public ListDealsQueryValidator()
    {
        RuleFor(query => query.Name).Must(BeAFilter).WithMessage(FilterMessage);
        RuleFor(query => query.Stage).Must(BeAFilter).WithMessage(FilterMessage);
        RuleFor(query => query.Owner).Must(BeAFilter).WithMessage(FilterMessage);
        RuleFor(query => query.Search).Must(BeAFilter).WithMessage(FilterMessage);
        RuleFor(query => query.Sort)
            .Must((query, _) => query.Order is not null)
            .WithMessage($"It is none of {string.Join(", ", DealSorting.Names)}.");
        RuleFor(query => query.Limit)
            .InclusiveBetween(1, ListDealsQuery.MaxLimit)
            .WithMessage($"It is a whole number from 1 to {ListDealsQuery.MaxLimit}.");
        RuleFor(query => query.Cursor)
            .Must((query, cursor) => DealCursor.Read(cursor!, query.Order!, query.Filter) is not null)
            .When(query => !string.IsNullOrEmpty(query.Cursor) && query.Order is not null)
            .WithMessage("It is no cursor of a list with this sort and these filters; begin again without one.");
    }

    private static string FilterMessage =>
        $"It has at most {ListDealsQuery.MaxFilterLength} characters, none of them a control character.";

    // No name holds control characters, and not every store can look for all of them.
    private static bool BeAFilter(string? text) =>
        text is null || (!CodePoints.Exceed(text, ListDealsQuery.MaxFilterLength) && !text.Any(char.IsControl));
}
