using DealInsights.Application.Audit;
using DealInsights.Application.Deals;
using MediatR;

namespace DealInsights.Application.Behaviors;

/// <summary>Keeps the deal of a query for the audit record of its request: what the query bound is what was read.</summary>
internal sealed class AuditBehavior<TRequest, TResponse>(AuditedDeal audited) : IPipelineBehavior<TRequest, TResponse>
    where TRequest : notnull
{
    public Task<TResponse> Handle(
        TRequest request, CancellationToken cancellationToken, RequestHandlerDelegate<TResponse> next)
    {
        if (request is IDealQuery query)
        {
            audited.Reference = query.Deal;
        }

        return next();
    }
}
