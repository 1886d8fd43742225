using AutoMapper;
using DealInsights.Domain.Timelines;

namespace DealInsights.Application.Deals.GetDeal;

internal sealed class DealProfile : Profile
{
    public DealProfile() => CreateMap<Timeline, DealActivity>()
        .ForCtorParam(nameof(DealActivity.Count), to => to.MapFrom(from => from.ActivityCount))
        .ForCtorParam(nameof(DealActivity.FirstAt), to => to.MapFrom(from => from.StartDate == null ? null : from.StartDate.Instant))
        .ForCtorParam(nameof(DealActivity.LastAt), to => to.MapFrom(from => from.EndDate == null ? null : from.EndDate.Instant));
}
