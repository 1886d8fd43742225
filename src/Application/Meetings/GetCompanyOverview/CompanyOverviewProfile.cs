using AutoMapper;
using DealInsights.Domain.Insights;
using DealInsights.Domain.Meetings;

namespace DealInsights.Application.Meetings.GetCompanyOverview;

internal sealed class CompanyOverviewProfile : Profile
{
    public CompanyOverviewProfile() => CreateMap<Insight<MeetingSummary>, CompanyOverview>()
        .ForCtorParam(nameof(CompanyOverview.Value), value => value.MapFrom(insight => insight.Value.Text))
        .ForCtorParam(nameof(CompanyOverview.Statements), value => value.MapFrom(insight => insight.Value.Statements));
}
