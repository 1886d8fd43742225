using AutoMapper;
using DealInsights.Application.Deals.GetDeal;
using DealInsights.Application.Deals.ListDeals;
using DealInsights.Domain.Deals;
using DealInsights.WebApi.Authentication;
using DealInsights.WebApi.Http;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace DealInsights.WebApi.V3;

/// <summary>Which deals there are, and what is recorded of each.</summary>
[ApiController]
[Authorize(Policies.Insights)]
[ConditionalGet]
[Route(V3Api.Deals)]
[Tags("Deals")]
public sealed class DealsController(IMediator mediator, IMapper mapper) : ControllerBase
{
    /// <summary>Which deals there are, page by page.</summary>
    /// <remarks>
    /// A page ends with `nextCursor`, which asks for the next one. Deals that stay unchanged while others are added and
    /// removed are listed exactly once. With `name` it finds the id of a deal.
    /// </remarks>
    /// <response code="200">A page of deals; empty when none passes the filters.</response>
    [HttpGet(Name = "listDeals")]
    public async Task<ActionResult<DealPageV3>> ListDeals(
        [FromQuery(Name = "name")] string? name,
        [FromQuery(Name = "stage")] string? stage,
        [FromQuery(Name = "owner")] string? owner,
        [FromQuery(Name = "search")] string? search,
        [FromQuery(Name = "sort")] string? sort,
        [FromQuery(Name = "limit")] int? limit,
        [FromQuery(Name = "cursor")] string? cursor,
        CancellationToken cancellationToken) =>
        mapper.Map<DealPageV3>(
            await mediator.Send(new ListDealsQuery(name, stage, owner, search, sort, limit, cursor), cancellationToken));

    /// <summary>Who owns a deal, where it stands, what it is worth and how active it is.</summary>
    /// <remarks>Read anew for every response. What is not recorded is null.</remarks>
    /// <response code="200">The deal.</response>
    [HttpGet("{dealId}", Name = "getDeal")]
    public async Task<ActionResult<DealV3>> GetDeal([FromRoute] string dealId, CancellationToken cancellationToken) =>
        await mediator.Send(new GetDealQuery(DealReference.ById(dealId)), cancellationToken) is { } deal
            ? mapper.Map<DealV3>(deal)
            : FailureHandler.DealNotFound;
}
