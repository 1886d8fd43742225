using AutoMapper;
using DealInsights.Application.Answers;
using DealInsights.Domain.Timelines;

namespace DealInsights.Application.Deals.GetDeal;

/// <summary>Reads what is recorded of a deal, alone or as a part of all that is known of it.</summary>
internal sealed class DealReader(IDealRepository deals, IMapper mapper)
{
    private static readonly Timeline NoTimeline = new(ActivityCount: 0, StartDate: null, EndDate: null);

    /// <returns><see langword="null"/> when the deal is unknown.</returns>
    public async Task<PartReading<DealDetails>?> BeginAsync(string dealName, CancellationToken cancellationToken)
    {
        var findingRecord = deals.FindRecordAsync(dealName, cancellationToken);
        var findingTimeline = deals.FindTimelineAsync(dealName, cancellationToken);
        await Task.WhenAll(findingRecord, findingTimeline);

        return await findingRecord is { } record
            ? PartReading.Complete(
                new DealDetails(record, mapper.Map<DealActivity>(await findingTimeline ?? NoTimeline)))
            : null;
    }
}
