using FluentValidation;
using MediatR;

namespace DealInsights.Application.Behaviors;

/// <summary>Refuses an invalid query before its handler sees it, with every reason at once.</summary>
internal sealed class ValidationBehavior<TRequest, TResponse>(IEnumerable<IValidator<TRequest>> validators)
    : IPipelineBehavior<TRequest, TResponse>
    where TRequest : notnull
{
    public Task<TResponse> Handle(
        TRequest request, CancellationToken cancellationToken, RequestHandlerDelegate<TResponse> next)
    {
        // Validators look at the query alone, so there is nothing to wait for.
        var errors = validators.SelectMany(validator => validator.Validate(request).Errors).ToList();

        return errors.Count == 0 ? next() : throw new ValidationException(errors);
    }
}
