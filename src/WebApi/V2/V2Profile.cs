using AutoMapper;
using DealInsights.Application.Deals.GetDeal;
using DealInsights.Application.Meetings.GetOverview;
using DealInsights.Application.Stakeholders.GetStakeholders;
using DealInsights.Domain.Concerns;
using DealInsights.Domain.Stakeholders;

namespace DealInsights.WebApi.V2;

/// <summary>Maps what queries return to the shapes of v2. The oddities of v2 are here and nowhere else.</summary>
internal sealed class V2Profile : Profile
{
    public V2Profile()
    {
        CreateMap<DealDetails, DealInfoV2>()
            .ForMember(to => to.DealId, map => map.MapFrom(from => from.Deal.Name))
            .ForMember(to => to.DealOwner, map => map.MapFrom(from => from.Deal.Owner ?? DealInfoV2.UnknownOwner))
            .ForMember(to => to.DealStage, map => map.MapFrom(from => from.Deal.Stage ?? DealInfoV2.UnknownStage))
            .ForMember(to => to.ActivityCount, map => map.MapFrom(from => from.Timeline.ActivityCount))
            .ForMember(to => to.StartDate, map => map.MapFrom(from => from.Timeline.StartDate == null ? null : from.Timeline.StartDate.Text))
            .ForMember(to => to.EndDate, map => map.MapFrom(from => from.Timeline.EndDate == null ? null : from.Timeline.EndDate.Text));

        CreateMap<Concern, ConcernV2>()
            .ForMember(to => to.PricingConcerns, map => map.MapFrom(from => from.Pricing))
            .ForMember(to => to.AlreadyHasVendor, map => map.MapFrom(from => from.ExistingVendor));
        CreateMap<ConcernFinding, PricingConcernV2>().ForMember(to => to.HasConcerns, map => map.MapFrom(from => from.Flag));
        CreateMap<ConcernFinding, NoDecisionMakerV2>().ForMember(to => to.IsIssue, map => map.MapFrom(from => from.Flag));
        CreateMap<ConcernFinding, ExistingVendorV2>().ForMember(to => to.HasVendor, map => map.MapFrom(from => from.Flag));
        CreateMap<ConcernFlag, FlagV2>().ConvertUsing(flag => flag == null ? null! : new FlagV2(flag));

        CreateMap<DealOverview, CompanyOverviewV2>()
            .ForMember(to => to.Overview, map => map.MapFrom(from => from.Summary == null ? "-" : from.Summary.Text));

        CreateMap<DealStakeholders, StakeholdersV2>().ForMember(to => to.Stakeholders, map => map.MapFrom(from => from.People));
        CreateMap<Stakeholder, StakeholderV2>()
            .IncludeMembers(from => from.Presence.Person)
            .ForMember(
                to => to.PotentialDecisionMaker,
                map => map.MapFrom(from => from.Judgement != null && from.Judgement.MayDecide));
        CreateMap<Attendee, StakeholderV2>(MemberList.Source);
    }
}
