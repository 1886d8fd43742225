using DealInsights.Domain.Meetings;
using DealInsights.Domain.Text;

namespace DealInsights.Infrastructure.Offline;

/// <summary>
/// Summarizes without a model: picks the two or three sentences that say most, in the order spoken.
/// </summary>
/// <remarks>
/// Sentences are scored by <see cref="TextRank"/>, with a bonus for a decision or a buying signal that is not in the
/// summary yet. A sentence similar to a chosen one is skipped. Deterministic.
/// </remarks>
internal static class OfflineSummary
{
    /// <summary>The most characters of a summary.</summary>
    public const int MaxLength = 600;

    private const int MaxSentences = 3;

    // Bounds the ranking's time, which grows with the square: a few milliseconds for a text full of short sentences.
    private const int MaxRankedSentences = 200;

    // "Yes, I agree." is no summary.
    private const int MinWords = 3;

    // Sentences that share more than this share of the shorter one's words say the same.
    private const double MaxOverlap = 0.5;

    private static readonly (SalesSignals Signal, double Weight)[] SignalWeights =
    [
        (SalesSignals.Decision, 1.0),
        (SalesSignals.Negative, 0.8),
        (SalesSignals.Positive, 0.8),
    ];

    /// <summary>Summarizes at least one excerpt; each statement has the passage that it was taken from.</summary>
    public static MeetingSummary Of(IReadOnlyList<Excerpt> excerpts)
    {
        var transcripts = new QuoteFinder(excerpts);

        return new MeetingSummary(
        [
            .. Pick(OverviewMaterial.Compose(excerpts)).Select(sentence => new SummaryStatement(
                sentence, transcripts.Find(sentence) is { } quote ? [quote] : [])),
        ]);
    }

    /// <summary>Returns the sentences of the summary in the order spoken; at least one for a text that is not blank.</summary>
    internal static IReadOnlyList<string> Pick(string transcript)
    {
        var sentences = SentenceSplitter.Split(transcript);
        if (sentences.Count == 0)
        {
            // Nothing but punctuation, such as "…".
            return [CodePoints.Truncate(transcript.Trim(), SentenceSplitter.MaxSentenceLength)];
        }

        return
        [
            .. Choose(Candidates(sentences))
                .OrderBy(candidate => candidate.Position)
                .Select(candidate => candidate.Text),
        ];
    }

    private static Candidate[] Candidates(IReadOnlyList<string> sentences)
    {
        var all = sentences
            .Select((text, position) => new Candidate(position, text, ContentWords.Of(text)))
            .ToList();
        var telling = all.Where(candidate => candidate.Words.Count >= MinWords).ToList();

        // Languages written without spaces have few "words"; then every sentence is a candidate.
        return
        [
            .. (telling.Count > 0 ? telling : all)
                .OrderByDescending(candidate => candidate.Words.Count)
                .Take(MaxRankedSentences)
                .OrderBy(candidate => candidate.Position),
        ];
    }

    private static List<Candidate> Choose(Candidate[] candidates)
    {
        var ranks = TextRank.Score([.. candidates.Select(candidate => candidate.Words)]);
        var signals = candidates.Select(candidate => SalesSignalFinder.Find(candidate.Text)).ToArray();
        var open = Enumerable.Range(0, candidates.Length).ToList();
        var chosen = new List<Candidate>();
        var covered = SalesSignals.None;
        var length = 0;

        while (chosen.Count < MaxSentences && open.Count > 0)
        {
            // MaxBy takes the first of equals: the one spoken first.
            var best = open.MaxBy(index => ranks[index] + NewSignals(signals[index], covered));
            chosen.Add(candidates[best]);
            covered |= signals[best];
            length += candidates[best].Text.Length + 1;
            open.RemoveAll(index =>
                index == best
                || length + candidates[index].Text.Length > MaxLength
                || SaysTheSame(candidates[index], candidates[best]));
        }

        return chosen;
    }

    private static double NewSignals(SalesSignals signals, SalesSignals covered) =>
        SignalWeights.Where(weighted => (signals & ~covered).HasFlag(weighted.Signal)).Sum(weighted => weighted.Weight);

    private static bool SaysTheSame(Candidate one, Candidate other) =>
        one.Text == other.Text
        || one.Words.Count(other.Words.Contains) > MaxOverlap * Math.Min(one.Words.Count, other.Words.Count);

    private sealed record Candidate(int Position, string Text, IReadOnlySet<string> Words);
}
