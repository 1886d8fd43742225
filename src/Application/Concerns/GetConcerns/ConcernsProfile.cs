using AutoMapper;
using DealInsights.Domain.Concerns;

namespace DealInsights.Application.Concerns.GetConcerns;

internal sealed class ConcernsProfile : Profile
{
    public ConcernsProfile() => CreateMap<Concern, ConcernAssessment>();
}
