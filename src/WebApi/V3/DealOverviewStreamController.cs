using DealInsights.Application.Meetings;
using DealInsights.Application.Meetings.FollowDealOverview;
using DealInsights.Application.Meetings.GetDealOverview;
using DealInsights.WebApi.Authentication;
using DealInsights.WebApi.Streaming;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace DealInsights.WebApi.V3;

/// <summary>What was said in the latest meetings of a deal, to read along while it is written.</summary>
[ApiController]
[Authorize(Policies.Insights)]
[RefuseUnreadable]
[Route(V3Api.Deals)]
[Tags("Overview")]
public sealed class DealOverviewStreamController(IMediator mediator) : ControllerBase
{
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
    [HttpGet("{dealName}/overview/stream", Name = "followDealOverview")]
    [ProducesResponseType<string>(StatusCodes.Status200OK, EventStreamWriter.MediaType)]
    public async Task<IActionResult> FollowDealOverview(
        [FromDealAddress] string? dealName, CancellationToken cancellationToken)
    {
        var steps = await mediator.Send(new FollowDealOverviewQuery(dealName), cancellationToken);

        return steps is null
            ? new ProblemResult(StatusCodes.Status404NotFound, "No deal of this name is stored.")
            : new EventStreamResult(steps.Select(Describe));
    }

    private ServerSentEvent Describe(WritingStep<DealOverview> step)
    {
        if (step is WritingStep<DealOverview>.Finished { Insight.Provenance: { } provenance } && !Response.HasStarted)
        {
            InsightHeaders.Set(Response, provenance);
        }

        return OverviewEventsV3.From(step);
    }
}
