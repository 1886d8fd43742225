using AutoMapper;
using DealInsights.Application.Meetings;
using DealInsights.Application.Meetings.GetOverview;
using DealInsights.Application.Meetings.StreamOverview;
using DealInsights.Domain.Deals;
using DealInsights.WebApi.Authentication;
using DealInsights.WebApi.Http;
using DealInsights.WebApi.Streaming;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace DealInsights.WebApi.V3;

/// <summary>What was said in the latest meetings of a deal.</summary>
[ApiController]
[Authorize(Policies.Insights)]
[ConditionalGet]
[Route(V3Api.Deals + "/{dealId}/overview")]
[Tags("Overview")]
public sealed class OverviewController(IMediator mediator, IMapper mapper) : ControllerBase
{
    /// <summary>What was said in the latest meetings of a deal, in two to three lines, with evidence.</summary>
    /// <remarks>
    /// Made from the transcripts of the six latest meetings that have one. Without any transcript `text` and `provenance`
    /// are null.
    /// </remarks>
    /// <response code="200">The overview.</response>
    [HttpGet(Name = "getDealOverview")]
    public async Task<ActionResult<OverviewV3>> GetDealOverview(
        [FromRoute] string dealId, CancellationToken cancellationToken)
    {
        var overview = await mediator.Send(new GetOverviewQuery(DealReference.ById(dealId)), cancellationToken);
        InsightHeaders.Set(Response, overview?.Provenance);

        return overview is null ? FailureHandler.DealNotFound : mapper.Map<OverviewV3>(overview);
    }

    /// <summary>What was said in the latest meetings of a deal, statement by statement while the model writes.</summary>
    /// <remarks>
    /// Server-sent events, in this order:
    ///
    /// - `earlier`, at most once: an `Overview` of older meetings, where there is one and the meetings changed since
    ///   (`provenance.stale` is true);
    /// - `statement`, any number of times: a `Statement` of the new overview, as soon as the model has written it and its
    ///   quotes were found in the transcripts. Only the first who asks for an overview receives them;
    /// - `final`, the last one: the `Overview`, as `/overview` returns it. It replaces the statements. A stored one comes at
    ///   once and alone. When the model fails, it is that of the offline rules, or the earlier one again;
    /// - `error`, the last one in place of `final`: a `ProblemDetails`, when the stream breaks. A failure before the first event
    ///   is a status as everywhere.
    ///
    /// Every event has an `id`, counted from 1 in each stream. A comment is sent whenever nothing else was sent for a while.
    /// A stream cannot be resumed: a client that connects again waits for the finished overview.
    /// </remarks>
    /// <response code="200">The events.</response>
    [HttpGet("stream", Name = "streamDealOverview")]
    [ProducesResponseType<string>(StatusCodes.Status200OK, EventStreamWriter.MediaType)]
    public async Task<IActionResult> StreamDealOverview([FromRoute] string dealId, CancellationToken cancellationToken)
    {
        var events = await mediator.Send(new StreamOverviewQuery(DealReference.ById(dealId)), cancellationToken);

        return events is null ? FailureHandler.DealNotFound : new EventStreamResult(events.Select(Describe));
    }

    private ServerSentEvent Describe(OverviewEvent<DealOverview> one)
    {
        if (one is OverviewEvent<DealOverview>.Final { Overview.Provenance: { } provenance } && !Response.HasStarted)
        {
            InsightHeaders.Set(Response, provenance);
        }

        return OverviewEventsV3.From(one, mapper);
    }
}
