using System.Text;
using DealInsights.Domain.Meetings;
using DealInsights.Infrastructure.Offline;
using Microsoft.Extensions.Options;
using Microsoft.ML.Tokenizers;

namespace DealInsights.Infrastructure.OpenAi;

/// <summary>
/// Cuts transcripts to the token limit of a question, at the end of a sentence: models complete half a sentence with an
/// invention.
/// </summary>
/// <remarks>
/// Counts with the vocabulary of GPT-4o, GPT-4.1, GPT-5 and the o-series. Other models count a little differently; leave
/// room for it.
/// </remarks>
internal sealed class TranscriptTrimmer(IOptions<CompanyOverviewOptions> options)
{
    // Takes 40 MB and half a second, so it is loaded once, after the start or with the first long text.
    private static readonly Lazy<Tokenizer> Vocabulary = new(() => TiktokenTokenizer.CreateForEncoding("o200k_base"));

    /// <summary>Loads the vocabulary ahead of the first long text.</summary>
    public static void LoadVocabulary() => _ = Vocabulary.Value;

    /// <summary>Returns the excerpts, latest first, within the limit; at least the beginning of the first.</summary>
    public IReadOnlyList<Excerpt> Trim(IReadOnlyList<Excerpt> excerpts)
    {
        var limit = options.Value.MaxInputTokens;
        // A token has at least one byte, so a text this short needs no counting.
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
    /// Cuts the text after its last complete sentence; if that would lose more than half of it, at its last white space; if
    /// there is none, not at all.
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
