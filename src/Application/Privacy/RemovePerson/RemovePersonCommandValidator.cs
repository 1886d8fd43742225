using DealInsights.Domain.Privacy;
using FluentValidation;

namespace DealInsights.Application.Privacy.RemovePerson;

internal sealed class RemovePersonCommandValidator : AbstractValidator<RemovePersonCommand>
{
    public RemovePersonCommandValidator() => RuleFor(command => command.Email)
        .Must(email => PersonAddress.Read(email) is not null)
        .WithMessage("An e-mail address is needed, such as ann@example.com.");
}
