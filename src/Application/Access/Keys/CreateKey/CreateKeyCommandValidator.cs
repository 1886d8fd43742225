using FluentValidation;

namespace DealInsights.Application.Access.Keys.CreateKey;

internal sealed class CreateKeyCommandValidator : AbstractValidator<CreateKeyCommand>
{
    public CreateKeyCommandValidator()
    {
        RuleFor(command => command.Name).IsKeyName();
        RuleFor(command => command.Role).IsInEnum();
        RuleFor(command => command.Days).InclusiveBetween(1, KeyRules.MaxDays);
    }
}
