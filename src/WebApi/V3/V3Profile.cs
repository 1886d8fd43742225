using System.Globalization;
using AutoMapper;
using DealInsights.Application;
using DealInsights.Application.Audit;
using DealInsights.Application.Audit.ListAuditRecords;
using DealInsights.Application.Concerns.GetConcerns;
using DealInsights.Application.Deals.GetDeal;
using DealInsights.Application.Deals.ListDeals;
using DealInsights.Application.Meetings.GetOverview;
using DealInsights.Application.Privacy;
using DealInsights.Application.Stakeholders.GetStakeholders;
using DealInsights.Domain.Concerns;
using DealInsights.Domain.Deals;
using DealInsights.Domain.Insights;
using DealInsights.Domain.Meetings;
using DealInsights.Domain.Stakeholders;
using DealInsights.Domain.Timelines;

namespace DealInsights.WebApi.V3;

/// <summary>Maps what queries return to the types of v3, name for name where the names are the same.</summary>
internal sealed class V3Profile : Profile
{
    public V3Profile()
    {
        MapDeals();
        MapInsights();
        MapStakeholders();
        MapPrivacy();
        CreateMap<RecordedDate, DateTime?>().ConvertUsing(date => date == null ? null : date.Instant);
    }

    private void MapDeals()
    {
        CreateMap<DealPage, DealPageV3>();
        CreateMap<Deal, DealSummaryV3>();
        CreateMap<Money, MoneyV3>()
            .ForMember(to => to.Amount, map => map.MapFrom(from => from.Amount.ToString(CultureInfo.InvariantCulture)));
        CreateMap<Deal, DealV3>(MemberList.Source);
        CreateMap<DealDetails, DealV3>()
            .IncludeMembers(from => from.Deal)
            .ForMember(to => to.Activity, map => map.MapFrom(from => from.Timeline));
        CreateMap<Timeline, ActivityV3>()
            .ForMember(to => to.Count, map => map.MapFrom(from => from.ActivityCount))
            .ForMember(to => to.FirstAt, map => map.MapFrom(from => from.StartDate))
            .ForMember(to => to.LastAt, map => map.MapFrom(from => from.EndDate));
    }

    private void MapInsights()
    {
        CreateMap<Provenance, ProvenanceV3>()
            // As stores keep it, so that it does not change when it is read back.
            .ForMember(to => to.GeneratedAt, map => map.MapFrom(from => ToMilliseconds(from.GeneratedAt.UtcDateTime)))
            .ForMember(to => to.Source, map => map.MapFrom(from => SourceOf(from.Origin)))
            .ForMember(to => to.Stale, map => map.MapFrom(from => from.Origin.Freshness == InsightFreshness.Stale))
            .ForMember(to => to.FallbackReason, map => map.MapFrom(from => from.Origin.Reason));

        CreateMap<DealConcerns, ConcernsV3>();
        CreateMap<Concern, ConcernV3>();
        CreateMap<ConcernFinding, FindingV3>()
            .ForMember(to => to.Exists, map => map.MapFrom(from => from.Flag == null ? null : from.Flag.Answer))
            .ForMember(to => to.Evidence, map => map.MapFrom(_ => Array.Empty<EvidenceV3>()));

        CreateMap<DealOverview, OverviewV3>()
            .ForMember(to => to.Text, map => map.MapFrom(from => from.Summary == null ? null : from.Summary.Text))
            .ForMember(to => to.Statements, map => map.MapFrom(from => from.Summary == null ? null : from.Summary.Statements));
        CreateMap<SummaryStatement, StatementV3>();
        CreateMap<Quote, EvidenceV3>().ForMember(to => to.Quote, map => map.MapFrom(from => from.Text));
    }

    private void MapStakeholders()
    {
        CreateMap<DealStakeholders, StakeholdersV3>().ForMember(to => to.Stakeholders, map => map.MapFrom(from => from.People));
        CreateMap<Stakeholder, StakeholderV3>()
            .ForMember(to => to.Name, map => map.MapFrom(from => NullIfBlank(from.Presence.Person.Name)))
            .ForMember(to => to.Email, map => map.MapFrom(from => NullIfBlank(from.Presence.Person.Email)))
            .ForMember(to => to.Title, map => map.MapFrom(from => NullIfBlank(from.Presence.Person.Title)))
            .ForMember(
                to => to.PotentialDecisionMaker,
                map => map.MapFrom(from => from.Judgement == null ? (bool?)null : from.Judgement.MayDecide))
            .ForMember(to => to.MeetingsAttended, map => map.MapFrom(from => from.Presence.Meetings))
            .ForMember(to => to.FirstSeen, map => map.MapFrom(from => from.Presence.FirstSeen))
            .ForMember(to => to.LastSeen, map => map.MapFrom(from => from.Presence.LastSeen));
        CreateMap<TitleJudgement, JudgementV3>().ForMember(
            to => to.By, map => map.MapFrom(from => from.Author == InsightAuthor.Model ? JudgeV3.Model : JudgeV3.Rule));
    }

    private void MapPrivacy()
    {
        CreateMap<RemovalReport, RemovalV3>().ForCtorParam(
            nameof(RemovalV3.Removed), map => map.MapFrom(from => from.Collections.Sum(collection => collection.Removed)));
        CreateMap<CollectionRemoval, CollectionRemovalV3>();
        CreateMap<AuditPage, AuditPageV3>();
        CreateMap<AuditRecord, AuditRecordV3>()
            .ForCtorParam(nameof(AuditRecordV3.At), map => map.MapFrom(from => from.At.UtcDateTime));
    }

    private static DateTime ToMilliseconds(DateTime time) => time.AddTicks(-(time.Ticks % TimeSpan.TicksPerMillisecond));

    private static string? NullIfBlank(string text) => string.IsNullOrWhiteSpace(text) ? null : text;

    private static InsightSourceV3 SourceOf(InsightSource source) => source switch
    {
        { Author: InsightAuthor.Offline } => InsightSourceV3.Offline,
        { Freshness: InsightFreshness.New } => InsightSourceV3.Model,
        _ => InsightSourceV3.Stored,
    };
}
