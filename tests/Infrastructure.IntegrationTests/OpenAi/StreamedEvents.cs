using DealInsights.Application.Meetings;
using DealInsights.Domain.Insights;
using DealInsights.Domain.Meetings;

namespace DealInsights.Infrastructure.IntegrationTests.OpenAi;

/// <summary>Looks at the events that a reader received.</summary>
internal static class StreamedEvents
{
    /// <summary>The texts of the statements, in the order in which they were received.</summary>
    public static IReadOnlyList<string> StatementsOf(IEnumerable<OverviewEvent<Insight<MeetingSummary>?>> events) =>
        [.. events.OfType<OverviewEvent<Insight<MeetingSummary>?>.Statement>().Select(statement => statement.Value.Text)];

    /// <summary>The summary at the end, which has to be the last event and the only one of its kind.</summary>
    public static Insight<MeetingSummary> FinalOf(IReadOnlyList<OverviewEvent<Insight<MeetingSummary>?>> events)
    {
        Assert.That(events.OfType<OverviewEvent<Insight<MeetingSummary>?>.Final>().Single(), Is.SameAs(events[^1]));

        return ((OverviewEvent<Insight<MeetingSummary>?>.Final)events[^1]).Overview!;
    }
}
