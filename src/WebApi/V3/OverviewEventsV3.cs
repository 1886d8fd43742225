using AutoMapper;
using DealInsights.Application.Meetings;
using DealInsights.Application.Meetings.GetOverview;
using DealInsights.WebApi.Streaming;

namespace DealInsights.WebApi.V3;

/// <summary>The events of an overview that is read while it is written.</summary>
internal static class OverviewEventsV3
{
    /// <summary>A stale <see cref="OverviewV3"/>, to read until the new one is there.</summary>
    public const string Earlier = "earlier";

    /// <summary>A <see cref="StatementV3"/> of the new overview.</summary>
    public const string Statement = "statement";

    /// <summary>The <see cref="OverviewV3"/>; the last event.</summary>
    public const string Final = "final";

    public static ServerSentEvent From(OverviewEvent<DealOverview> one, IMapper mapper) => one switch
    {
        OverviewEvent<DealOverview>.Earlier earlier => new ServerSentEvent(Earlier, mapper.Map<OverviewV3>(earlier.Overview)),
        OverviewEvent<DealOverview>.Statement statement => new ServerSentEvent(Statement, mapper.Map<StatementV3>(statement.Value)),
        OverviewEvent<DealOverview>.Final final => new ServerSentEvent(Final, mapper.Map<OverviewV3>(final.Overview)),
        _ => throw new ArgumentOutOfRangeException(nameof(one), one, "No such event."),
    };
}
