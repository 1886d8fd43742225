using AutoMapper;
using DealInsights.Domain.Insights;

namespace DealInsights.Application.Meetings.GetCompanyOverview;

internal sealed class CompanyOverviewProfile : Profile
{
    public CompanyOverviewProfile() => CreateMap<Insight<string>, CompanyOverview>();
}
