using DealInsights.Domain.Meetings;

namespace DealInsights.Application.Meetings;

/// <summary>An event of an overview that is read while it is written.</summary>
/// <typeparam name="T">The overview.</typeparam>
public abstract record OverviewEvent<T>
{
    private OverviewEvent()
    {
    }

    /// <summary>Returns the same event with another form of the overview.</summary>
    public OverviewEvent<TOther> Select<TOther>(Func<T, TOther> selector) => this switch
    {
        Earlier earlier => new OverviewEvent<TOther>.Earlier(selector(earlier.Overview)),
        Statement statement => new OverviewEvent<TOther>.Statement(statement.Value),
        Final final => new OverviewEvent<TOther>.Final(selector(final.Overview)),
        _ => throw new InvalidOperationException($"There is no event {GetType().Name}."),
    };

    /// <summary>A stale overview, to read until the new one is there. At most one, and the first event.</summary>
    public sealed record Earlier(T Overview) : OverviewEvent<T>;

    /// <summary>One statement of the new overview, whose quotes occur in the transcripts.</summary>
    public sealed record Statement(SummaryStatement Value) : OverviewEvent<T>;

    /// <summary>The overview; the last event. It may leave out statements of an attempt that the model did not finish.</summary>
    public sealed record Final(T Overview) : OverviewEvent<T>;
}
