using FluentValidation;

namespace DealInsights.Application.Access.Keys.ListKeys;

internal sealed class ListKeysQueryValidator : AbstractValidator<ListKeysQuery>;
