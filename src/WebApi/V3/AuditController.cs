using DealInsights.Application.Audit.ListAuditRecords;
using DealInsights.WebApi.Authentication;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace DealInsights.WebApi.V3;

/// <summary>Who read or changed what.</summary>
[ApiController]
[Authorize(Policies.Administration)]
[RefuseUnreadable]
[Route(V3Api.Base + "/audit")]
[Tags("Privacy")]
public sealed class AuditController(IMediator mediator) : ControllerBase
{
    /// <summary>Who read or changed what is stored about deals, the latest first, page by page.</summary>
    /// <remarks>Reads are recorded within a second of their end.</remarks>
    /// <response code="200">A page of records; empty when none passes the filters.</response>
    [HttpGet(Name = "listAuditRecords")]
    public async Task<ActionResult<AuditPageV3>> ListAuditRecords(
        [FromQuery(Name = "caller")] string? caller,
        [FromQuery(Name = "dealName")] string? dealName,
        [FromQuery(Name = "since")] DateTimeOffset? since,
        [FromQuery(Name = "until")] DateTimeOffset? until,
        [FromQuery(Name = "limit")] int? limit,
        [FromQuery(Name = "cursor")] string? cursor,
        CancellationToken cancellationToken) => AuditPageV3.From(
        await mediator.Send(new ListAuditRecordsQuery(caller, dealName, since, until, limit, cursor), cancellationToken));
}
