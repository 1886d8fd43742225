using System.Text;
using DealInsights.Domain.Meetings;
using DealInsights.Infrastructure.Offline;
using Microsoft.Extensions.Options;
using Microsoft.ML.Tokenizers;

namespace DealInsights.Infrastructure.OpenAi;

/// <summary>
/// Fits transcripts into the tokens that a question may cost, and ends those that are cut at the end of a sentence: from
/// half a sentence a model makes a whole one of its own.
/// </summary>
/// <remarks>
/// Counts by the vocabulary of the GPT-4o, GPT-4.1, GPT-5 and o-series. Other models count a little differently, which
/// matters for a limit that spares money but not for one that a model would refuse; leave room for it.
/// </remarks>
internal sealed class TranscriptTrimmer(IOptions<CompanyOverviewOptions> options)
{
    // Takes 40 MB and half a second, so it is loaded once, after the start or with the first long text.
    private static readonly Lazy<Tokenizer> Vocabulary = new(() => TiktokenTokenizer.CreateForEncoding("o200k_base"));

    /// <summary>Loads the vocabulary, which the first long text would otherwise wait for.</summary>
    public static void LoadVocabulary() => _ = Vocabulary.Value;

    /// <summary>The excerpts, latest first, as far as the tokens reach; at least the beginning of the first.</summary>
    public IReadOnlyList<Excerpt> Trim(IReadOnlyList<Excerpt> excerpts)
    {
        var limit = options.Value.MaxInputTokens;
        // No token stands for less than a byte, so there is nothing to count in what is this short.
        var fitting = excerpts.Sum(excerpt => (long)Encoding.UTF8.GetByteCount(excerpt.Text)) <= limit
            ? excerpts
            : WithinTokens(excerpts, limit);

        return [.. fitting.Select(excerpt => excerpt.IsCut ? excerpt with { Text = EndAtSentence(excerpt.Text) } : excerpt)];
    }

    private static List<Excerpt> WithinTokens(IReadOnlyList<Excerpt> excerpts, int limit)
    {
        var fitting = new List<Excerpt>();
        var left = limit;
        foreach (var excerpt in excerpts)
        {
            var end = Vocabulary.Value.GetIndexByTokenCount(excerpt.Text, left, out _, out var tokens);
            left -= tokens;
            if (end > 0)
            {
                fitting.Add(end < excerpt.Text.Length ? excerpt with { Text = excerpt.Text[..end], IsCut = true } : excerpt);
            }

            if (end < excerpt.Text.Length || left == 0)
            {
                break;
            }
        }

        return fitting;
    }

    /// <summary>
    /// The text up to the end of its last finished sentence; where that would lose more than half of it, up to its last
    /// white space; where there is none either, all of it.
    /// </summary>
    internal static string EndAtSentence(string text)
    {
        var sentence = SentenceSplitter.EndOfLastFinishedSentence(text);
        if (sentence > text.Length / 2)
        {
            return text[..sentence];
        }

        var space = text.AsSpan().LastIndexOfAny(" \t\r\n");

        return space > text.Length / 2 ? text[..space].TrimEnd() : text;
    }
}
