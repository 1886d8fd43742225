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
[RefuseUnreadable]
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

    /// <summary>What was said in the latest meetings of a deal, as the model writes it.</summary>
    /// <remarks>
    /// Server-sent events, in this order:
    ///
    /// - `earlier`, at most once: an `Overview` of older meetings, where there is one and the meetings changed since
    ///   (`provenance.stale` is true);
    /// - `draft`, any number of times: a `Draft`, more of what the model writes. Nobody has checked it yet, and what it
    ///   cannot prove will not be in the overview;
    /// - `draft-discarded`, whenever the draft so far came to nothing: the data is `{}`. Another draft may follow;
    /// - `final`, the last one: the `Overview`, as `/overview` answers it. One that is stored comes at once and alone.
    ///   Where the model fails, it is that of the offline rules, or again the earlier one;
    /// - `error`, the last one in place of `final`: a `ProblemDetails`, when the stream breaks. What fails before the first
    ///   event is answered by a status.
    ///
    /// Every event has an `id`, counted from 1 in each stream. A comment comes whenever there was nothing else for a while.
    /// A stream cannot be resumed: whoever connects again gets all of the draft so far, or the finished overview.
    /// </remarks>
    /// <response code="200">The events.</response>
    [HttpGet("stream", Name = "streamDealOverview")]
    [ProducesResponseType<string>(StatusCodes.Status200OK, EventStreamWriter.MediaType)]
    public async Task<IActionResult> StreamDealOverview([FromRoute] string dealId, CancellationToken cancellationToken)
    {
        var steps = await mediator.Send(new StreamOverviewQuery(DealReference.ById(dealId)), cancellationToken);

        return steps is null ? FailureHandler.DealNotFound : new EventStreamResult(steps.Select(Describe));
    }

    private ServerSentEvent Describe(WritingStep<DealOverview> step)
    {
        if (step is WritingStep<DealOverview>.Finished { Insight.Provenance: { } provenance } && !Response.HasStarted)
        {
            InsightHeaders.Set(Response, provenance);
        }

        return OverviewEventsV3.From(step, mapper);
    }
}
