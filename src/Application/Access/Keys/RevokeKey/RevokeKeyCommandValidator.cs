using FluentValidation;

namespace DealInsights.Application.Access.Keys.RevokeKey;

internal sealed class RevokeKeyCommandValidator : AbstractValidator<RevokeKeyCommand>
{
    public RevokeKeyCommandValidator() => RuleFor(command => command.Name).IsKeyName();
}
