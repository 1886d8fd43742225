using DealInsights.Domain.Deals;
using FluentValidation;

namespace DealInsights.Application.Audit.ListAuditRecords;

internal sealed class ListAuditRecordsQueryValidator : AbstractValidator<ListAuditRecordsQuery>
{
    public ListAuditRecordsQueryValidator()
    {
        RuleFor(query => query.Caller)
            .MaximumLength(ListAuditRecordsQuery.MaxCallerLength)
            .WithMessage($"It has at most {ListAuditRecordsQuery.MaxCallerLength} characters.");
        RuleFor(query => query.DealName)
            .Must(name => name is null || DealName.IsWithinLimit(name))
            .WithMessage($"A deal name has at most {DealName.MaxLength} characters.");
        RuleFor(query => query.Limit)
            .InclusiveBetween(1, ListAuditRecordsQuery.MaxLimit)
            .WithMessage($"It is a whole number from 1 to {ListAuditRecordsQuery.MaxLimit}.");
        RuleFor(query => query.Cursor)
            .Must(cursor => string.IsNullOrEmpty(cursor) || Guid.TryParseExact(cursor, "N", out _))
            .WithMessage("It is no cursor of this list; begin again without one.");
    }
}
