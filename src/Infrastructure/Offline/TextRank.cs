namespace DealInsights.Infrastructure.Offline;

/// <summary>
/// Ranks sentences by how much of the rest of the text they share words with.
/// </summary>
/// <remarks>
/// R. Mihalcea and P. Tarau, "TextRank: Bringing Order into Texts", EMNLP 2004: sentences are the nodes of a weighted
/// graph, an edge's weight is the number of words two sentences share over the sum of the logarithms of their lengths,
/// and a node's score is PageRank's with the damping of 0.85 that the paper takes from it. Time and memory grow with
/// the square of the number of sentences: the caller bounds it.
/// </remarks>
internal static class TextRank
{
    private const double Damping = 0.85;
    private const double Tolerance = 1e-4;
    private const int MaxIterations = 50;

    /// <summary>The score of every sentence, the best being 1; all 0 when no two sentences share a word.</summary>
    /// <param name="sentences">The distinct words of each sentence.</param>
    public static double[] Score(IReadOnlyList<IReadOnlySet<string>> sentences)
    {
        var weights = Weights(sentences);
        var strengths = weights.Select(row => row.Sum()).ToArray();
        var scores = Enumerable.Repeat(1.0, sentences.Count).ToArray();

        for (var iteration = 0; iteration < MaxIterations; iteration++)
        {
            var next = Iterate(weights, strengths, scores);
            var change = next.Zip(scores, (after, before) => Math.Abs(after - before)).DefaultIfEmpty().Max();
            scores = next;
            if (change < Tolerance)
            {
                break;
            }
        }

        return Normalize(scores, strengths);
    }

    /// <summary>How alike two sentences are that share some of their distinct words: 0 when they share none.</summary>
    public static double Similarity(int shared, int oneCount, int otherCount) =>
        // The paper's denominator is 0 for two sentences of one word each, hence the added 1.
        shared == 0 ? 0 : shared / (Math.Log(1 + oneCount) + Math.Log(1 + otherCount));

    private static double[][] Weights(IReadOnlyList<IReadOnlySet<string>> sentences)
    {
        var weights = SharedWords(sentences);
        for (var row = 0; row < sentences.Count; row++)
        {
            for (var column = 0; column < row; column++)
            {
                weights[row][column] = weights[column][row] =
                    Similarity((int)weights[row][column], sentences[row].Count, sentences[column].Count);
            }
        }

        return weights;
    }

    /// <summary>For each sentence the number of words shared with each one before it; the rest is 0.</summary>
    private static double[][] SharedWords(IReadOnlyList<IReadOnlySet<string>> sentences)
    {
        var shared = sentences.Select(_ => new double[sentences.Count]).ToArray();

        // Word by word rather than pair by pair: most pairs share none, and comparing them is what takes the time.
        var occurrences = sentences
            .SelectMany((words, sentence) => words.Select(word => (word, sentence)))
            .GroupBy(occurrence => occurrence.word, occurrence => occurrence.sentence, StringComparer.Ordinal);
        foreach (var holders in occurrences.Select(word => word.ToArray()))
        {
            for (var later = 1; later < holders.Length; later++)
            {
                for (var earlier = 0; earlier < later; earlier++)
                {
                    shared[holders[later]][holders[earlier]]++;
                }
            }
        }

        return shared;
    }

    private static double[] Iterate(double[][] weights, double[] strengths, double[] scores)
    {
        // The score that each node passes on per unit of edge weight.
        var shares = scores.Select((score, node) => strengths[node] > 0 ? score / strengths[node] : 0).ToArray();

        return [.. weights.Select(row => 1 - Damping + (Damping * Dot(row, shares)))];
    }

    private static double Dot(double[] left, double[] right)
    {
        var sum = 0.0;
        for (var index = 0; index < left.Length; index++)
        {
            sum += left[index] * right[index];
        }

        return sum;
    }

    private static double[] Normalize(double[] scores, double[] strengths)
    {
        var best = scores.Where((_, node) => strengths[node] > 0).DefaultIfEmpty().Max();

        return [.. scores.Select((score, node) => strengths[node] > 0 ? score / best : 0)];
    }
}
