using AutoMapper;
using DealInsights.Application.Diagnostics;
using MediatR;

namespace DealInsights.Application.Meetings.GetCompanyOverview;

/// <summary>
/// Asks what was said in the latest meetings of a deal. Answered <see langword="null"/> when there is nothing to
/// summarize: no meetings, or none with a transcript.
/// </summary>
/// <param name="DealName">The deal's name exactly as the CRM spells it.</param>
public sealed record GetCompanyOverviewQuery(string? DealName) : IRequest<CompanyOverview?>, IDealQuery;

internal sealed class GetCompanyOverviewQueryHandler(
    IMeetingRepository meetings, IMeetingSummarizer summarizer, IMapper mapper)
    : IRequestHandler<GetCompanyOverviewQuery, CompanyOverview?>
{
    public async Task<CompanyOverview?> Handle(GetCompanyOverviewQuery request, CancellationToken cancellationToken)
    {
        var digest = await meetings.FindOverviewDigestAsync(request.DealName!, cancellationToken);

        return digest is null
            ? null
            : mapper.Map<CompanyOverview?>(
                await summarizer.SummarizeAsync(request.DealName!, digest, cancellationToken));
    }
}
