using AutoMapper;
using DealInsights.Application.Audit.ListAuditRecords;
using DealInsights.Application.Privacy.RemoveDeal;
using DealInsights.Application.Privacy.RemovePerson;
using DealInsights.Domain.Deals;
using DealInsights.WebApi.Http;
using DealInsights.WebApi.Authentication;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace DealInsights.WebApi.V3;

/// <summary>Removes deals and people, and shows who read or changed what.</summary>
[ApiController]
[Authorize(Policies.Administration)]
[RefuseUnreadable]
[Route(V3Api.Base)]
[Tags("Privacy")]
public sealed class PrivacyController(IMediator mediator, IMapper mapper) : ControllerBase
{
    /// <summary>Removes a deal and all that is known about it, from every collection and cache, permanently.</summary>
    /// <remarks>
    /// Idempotent: when nothing of the deal is left the status is 404. An insight that a model is generating about the deal
    /// at the same time is not stored.
    /// </remarks>
    /// <response code="200">What was removed.</response>
    [HttpDelete("deals/{dealId}", Name = "removeDeal")]
    public async Task<ActionResult<RemovalV3>> RemoveDeal(
        [FromRoute] string dealId, CancellationToken cancellationToken) =>
        await mediator.Send(new RemoveDealCommand(DealReference.ById(dealId), IsRehearsal: false), cancellationToken)
            is { } report
            ? mapper.Map<RemovalV3>(report)
            : FailureHandler.DealNotFound;

    /// <summary>Removes a person from every deal, permanently.</summary>
    /// <remarks>
    /// The person is removed as an attendee, and their address is replaced by `[removed]` in texts. Insights from meetings
    /// that name them are removed. Idempotent: when nothing of the person is left the status is 404.
    /// </remarks>
    /// <response code="200">What was removed and changed.</response>
    /// <response code="404">Nothing of this person is stored.</response>
    [HttpDelete("people", Name = "removePerson")]
    [ProducesResponseType<RemovalV3>(StatusCodes.Status200OK)]
    [ProducesResponseType(StatusCodes.Status404NotFound)]
    public async Task<ActionResult<RemovalV3>> RemovePerson(
        [FromQuery(Name = "email")] string? email, CancellationToken cancellationToken) =>
        await mediator.Send(new RemovePersonCommand(email, IsRehearsal: false), cancellationToken) is { } report
            ? mapper.Map<RemovalV3>(report)
            : FailureHandler.NotFound("Nothing of this person is stored.");

    /// <summary>Who read or changed what is stored about deals, the latest first, page by page.</summary>
    /// <remarks>Reads are recorded within a second of their end.</remarks>
    /// <response code="200">A page of records; empty when none passes the filters.</response>
    [HttpGet("audit", Name = "listAuditRecords")]
    public async Task<ActionResult<AuditPageV3>> ListAuditRecords(
        [FromQuery(Name = "caller")] string? caller,
        [FromQuery(Name = "dealName")] string? dealName,
        [FromQuery(Name = "since")] DateTimeOffset? since,
        [FromQuery(Name = "until")] DateTimeOffset? until,
        [FromQuery(Name = "limit")] int? limit,
        [FromQuery(Name = "cursor")] string? cursor,
        CancellationToken cancellationToken) => mapper.Map<AuditPageV3>(
        await mediator.Send(new ListAuditRecordsQuery(caller, dealName, since, until, limit, cursor), cancellationToken));
}
