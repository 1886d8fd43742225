using AutoMapper;
using DealInsights.Domain.Concerns;

namespace DealInsights.Application.Concerns.GetDealConcerns;

internal sealed class DealConcernsProfile : Profile
{
    public DealConcernsProfile()
    {
        CreateMap<Concern, AssessedConcern>();
        CreateMap<ConcernFinding, AssessedFinding>()
            .ForCtorParam(nameof(AssessedFinding.Exists), to => to.MapFrom(from => from.Flag == null ? null : from.Flag.Answer));
    }
}
