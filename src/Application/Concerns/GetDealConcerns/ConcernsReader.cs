using AutoMapper;
using DealInsights.Application.Answers;
using DealInsights.Domain.Concerns;
using DealInsights.Domain.Insights;

namespace DealInsights.Application.Concerns.GetDealConcerns;

/// <summary>Reads what worries a buyer, alone or as a part of all that is known of a deal.</summary>
internal sealed class ConcernsReader(IConcernRepository concerns, IMapper mapper)
{
    public async Task<PartReading<DealConcerns>> BeginAsync(string dealName, CancellationToken cancellationToken)
    {
        var record = await concerns.FindRecordAsync(dealName, cancellationToken);

        return PartReading.Complete(new DealConcerns(
            mapper.Map<IReadOnlyList<AssessedConcern>>(record.Concerns), ProvenanceOf(record)));
    }

    // Concluded elsewhere, by a model, and copied here.
    private static Provenance? ProvenanceOf(ConcernRecord record) =>
        record is { Concerns.Count: > 0, AssessedAt: { } time }
            ? new Provenance(time, new DateTimeOffset(time, TimeSpan.Zero), InsightSource.Stored)
            : null;
}
