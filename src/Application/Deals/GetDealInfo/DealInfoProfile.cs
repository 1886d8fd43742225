using AutoMapper;
using DealInsights.Domain.Deals;
using DealInsights.Domain.Timelines;

namespace DealInsights.Application.Deals.GetDealInfo;

/// <summary>A deal beside its timeline, which it may lack.</summary>
internal sealed record DealWithTimeline(Deal Deal, Timeline? Timeline);

internal sealed class DealInfoProfile : Profile
{
    // Name for name from the one or the other; without a timeline there was no activity.
    public DealInfoProfile() =>
        CreateMap<DealWithTimeline, DealInfo>()
            .ForCtorParam(nameof(DealInfo.Name), to => to.MapFrom(from => from.Deal.Name))
            .ForCtorParam(nameof(DealInfo.Owner), to => to.MapFrom(from => from.Deal.Owner))
            .ForCtorParam(nameof(DealInfo.Stage), to => to.MapFrom(from => from.Deal.Stage))
            .ForCtorParam(nameof(DealInfo.ActivityCount), to => to.MapFrom(from => from.Timeline == null ? 0 : from.Timeline.ActivityCount))
            .ForCtorParam(nameof(DealInfo.StartDate), to => to.MapFrom(from => from.Timeline == null ? null : from.Timeline.StartDate))
            .ForCtorParam(nameof(DealInfo.EndDate), to => to.MapFrom(from => from.Timeline == null ? null : from.Timeline.EndDate));
}
