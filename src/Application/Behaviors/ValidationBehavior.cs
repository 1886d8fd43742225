using DealInsights.Application.Deals;
using FluentValidation;
using FluentValidation.Results;
using MediatR;

namespace DealInsights.Application.Behaviors;

/// <summary>Rejects an invalid query before its handler sees it, with every reason at once.</summary>
internal sealed class ValidationBehavior<TRequest, TResponse>(
    IEnumerable<IValidator<TRequest>> validators, IValidator<IDealQuery> dealValidator)
    : IPipelineBehavior<TRequest, TResponse>
    where TRequest : notnull
{
    public async Task<TResponse> Handle(
        TRequest request, CancellationToken cancellationToken, RequestHandlerDelegate<TResponse> next)
    {
        var errors = new List<ValidationFailure>();
        foreach (var validator in validators)
        {
            errors.AddRange((await validator.ValidateAsync(request, cancellationToken)).Errors);
        }

        if (request is IDealQuery query)
        {
            errors.AddRange((await dealValidator.ValidateAsync(query, cancellationToken)).Errors);
        }

        return errors.Count == 0 ? await next() : throw new ValidationException(errors);
    }
}
