using AutoMapper;
using DealInsights.Application.Diagnostics;
using MediatR;

namespace DealInsights.Application.Concerns.GetConcerns;

/// <summary>Asks what worries the buyer of a deal. Answered in stored order; empty when nothing is stored.</summary>
/// <param name="DealName">The deal's name exactly as the CRM spells it.</param>
public sealed record GetConcernsQuery(string? DealName) : IRequest<IReadOnlyList<ConcernAssessment>>, IDealQuery;

internal sealed class GetConcernsQueryHandler(IConcernRepository concerns, IMapper mapper)
    : IRequestHandler<GetConcernsQuery, IReadOnlyList<ConcernAssessment>>
{
    public async Task<IReadOnlyList<ConcernAssessment>> Handle(
        GetConcernsQuery request, CancellationToken cancellationToken) =>
        mapper.Map<IReadOnlyList<ConcernAssessment>>(await concerns.FindAsync(request.DealName!, cancellationToken));
}
