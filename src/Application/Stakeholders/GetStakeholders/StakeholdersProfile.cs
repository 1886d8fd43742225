using AutoMapper;
using DealInsights.Domain.Stakeholders;

namespace DealInsights.Application.Stakeholders.GetStakeholders;

internal sealed class StakeholdersProfile : Profile
{
    public StakeholdersProfile() => CreateMap<Stakeholder, StakeholderSummary>();
}
