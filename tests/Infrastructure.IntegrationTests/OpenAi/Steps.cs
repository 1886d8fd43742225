using DealInsights.Application.Meetings;
using DealInsights.Domain.Insights;
using DealInsights.Domain.Meetings;

namespace DealInsights.Infrastructure.IntegrationTests.OpenAi;

/// <summary>Looks at what a reader saw.</summary>
internal static class Steps
{
    /// <summary>The draft as it stood at the end, whose pieces have to fit together.</summary>
    public static string DraftOf(IEnumerable<WritingStep<Insight<MeetingSummary>>> steps)
    {
        var draft = "";
        foreach (var step in steps)
        {
            if (step is WritingStep<Insight<MeetingSummary>>.Draft words)
            {
                Assert.That(words.Position, Is.EqualTo(draft.Length));
                draft += words.Words;
            }
            else if (step is WritingStep<Insight<MeetingSummary>>.Discarded)
            {
                Assert.That(draft, Is.Not.Empty, "Nothing was there to discard.");
                draft = "";
            }
        }

        return draft;
    }

    /// <summary>The summary at the end, which has to be the last step and the only one of its kind.</summary>
    public static Insight<MeetingSummary> Finished(IReadOnlyList<WritingStep<Insight<MeetingSummary>>> steps)
    {
        Assert.That(steps.OfType<WritingStep<Insight<MeetingSummary>>.Finished>().Single(), Is.SameAs(steps[^1]));

        return ((WritingStep<Insight<MeetingSummary>>.Finished)steps[^1]).Insight!;
    }
}
