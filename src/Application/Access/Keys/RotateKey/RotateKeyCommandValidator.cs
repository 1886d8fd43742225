using FluentValidation;

namespace DealInsights.Application.Access.Keys.RotateKey;

internal sealed class RotateKeyCommandValidator : AbstractValidator<RotateKeyCommand>
{
    public RotateKeyCommandValidator()
    {
        RuleFor(command => command.Name).IsKeyName();
        RuleFor(command => command.Days).InclusiveBetween(1, KeyRules.MaxDays);
        RuleFor(command => command.Overlap).InclusiveBetween(TimeSpan.Zero, TimeSpan.FromDays(30));
    }
}
