using DealInsights.Application.Deals;
using DealInsights.Domain.Concerns;
using DealInsights.Domain.Deals;
using DealInsights.Domain.Insights;
using MediatR;

namespace DealInsights.Application.Concerns.GetConcerns;

/// <summary>
/// Asks what worries the buyer of a deal. Returns <see langword="null"/> when no deal has the id; a name without stored
/// concerns has none.
/// </summary>
public sealed record GetConcernsQuery(DealReference Deal) : IRequest<DealConcerns?>, IDealQuery;

/// <summary>What worries the buyer of a deal.</summary>
/// <param name="Concerns">In stored order; may be empty.</param>
/// <param name="Provenance">
/// Where they come from; <see langword="null"/> when none are stored, or their time is not recorded.
/// </param>
public sealed record DealConcerns(IReadOnlyList<Concern> Concerns, Provenance? Provenance);

internal sealed class GetConcernsQueryHandler(IDealRepository deals, IConcernRepository concerns)
    : IRequestHandler<GetConcernsQuery, DealConcerns?>
{
    public async Task<DealConcerns?> Handle(GetConcernsQuery request, CancellationToken cancellationToken)
    {
        if (await deals.FindNameAsync(request.Deal, cancellationToken) is not { } dealName)
        {
            return null;
        }

        var record = await concerns.FindAsync(dealName, cancellationToken);

        return new DealConcerns(record.Concerns, ProvenanceOf(record));
    }

    // A model of the service that fills the database assessed them.
    private static Provenance? ProvenanceOf(ConcernRecord record) =>
        record is { Concerns.Count: > 0, AssessedAt: { } time }
            ? new Provenance(time, new DateTimeOffset(time, TimeSpan.Zero), InsightSource.Stored)
            : null;
}
