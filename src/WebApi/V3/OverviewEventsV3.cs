using AutoMapper;
using DealInsights.Application.Meetings;
using DealInsights.Application.Meetings.GetOverview;
using DealInsights.WebApi.Streaming;

namespace DealInsights.WebApi.V3;

/// <summary>The events of an overview that is read along while it is written.</summary>
internal static class OverviewEventsV3
{
    /// <summary>An <see cref="OverviewV3"/> of older meetings, to read until the new one is there.</summary>
    public const string Earlier = "earlier";

    /// <summary>A <see cref="DraftV3"/>.</summary>
    public const string Draft = "draft";

    /// <summary>The draft came to nothing; the data is an empty object.</summary>
    public const string DraftDiscarded = "draft-discarded";

    /// <summary>The <see cref="OverviewV3"/>; the last event.</summary>
    public const string Final = "final";

    private static readonly object Nothing = new();

    public static ServerSentEvent From(WritingStep<DealOverview> step, IMapper mapper) => step switch
    {
        WritingStep<DealOverview>.Earlier earlier => new ServerSentEvent(Earlier, mapper.Map<OverviewV3>(earlier.Insight)),
        WritingStep<DealOverview>.Draft draft => new ServerSentEvent(Draft, DraftV3.From(draft)),
        WritingStep<DealOverview>.Discarded => new ServerSentEvent(DraftDiscarded, Nothing),
        WritingStep<DealOverview>.Finished finished => new ServerSentEvent(Final, mapper.Map<OverviewV3>(finished.Insight)),
        _ => throw new ArgumentOutOfRangeException(nameof(step), step, "No such step."),
    };
}

/// <summary>More words of a draft. Nobody has checked them yet.</summary>
public sealed record DraftV3
{
    /// <summary>Where in the draft they belong, in UTF-16 code units from its start: what stands there gives way.</summary>
    public required int Position { get; init; }

    /// <summary>The words; a line break between two statements.</summary>
    public required string Text { get; init; }

    internal static DraftV3 From(WritingStep<DealOverview>.Draft draft) =>
        new() { Position = draft.Position, Text = draft.Words };
}
