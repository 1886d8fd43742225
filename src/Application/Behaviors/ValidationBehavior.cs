using FluentValidation;
using FluentValidation.Results;
using MediatR;

namespace DealInsights.Application.Behaviors;

/// <summary>Refuses an invalid query before its handler sees it, with every reason at once.</summary>
internal sealed class ValidationBehavior<TRequest, TResponse>(IEnumerable<IValidator<TRequest>> validators)
    : IPipelineBehavior<TRequest, TResponse>
    where TRequest : notnull
{
    public Task<TResponse> Handle(
        TRequest request, CancellationToken cancellationToken, RequestHandlerDelegate<TResponse> next) =>
        FindErrors(request) is { } errors ? throw new ValidationException(errors) : next();

    // Validators look at the query alone, so there is nothing to wait for.
    private List<ValidationFailure>? FindErrors(TRequest request)
    {
        List<ValidationFailure>? errors = null;
        foreach (var validator in validators)
        {
            if (validator.Validate(request).Errors is { Count: > 0 } found)
            {
                (errors ??= []).AddRange(found);
            }
        }

        return errors;
    }
}
