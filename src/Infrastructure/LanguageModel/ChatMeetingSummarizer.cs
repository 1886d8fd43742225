using DealInsights.Domain.Insights;
using DealInsights.Infrastructure.Offline;
using Microsoft.Extensions.Options;

namespace DealInsights.Infrastructure.LanguageModel;

/// <summary>Lets the model summarize a transcript.</summary>
internal sealed class ChatMeetingSummarizer(
    ModelCalls model,
    TranscriptFence fence,
    IOptions<LanguageModelOptions> modelOptions,
    IOptions<SellerOptions> seller)
{
    private readonly string _instructions =
        Prompt.CompanyOverview.Replace("{seller}", seller.Value.Name, StringComparison.Ordinal);

    /// <summary>Two to three lines of plain text.</summary>
    /// <exception cref="LanguageModelException">There is no usable answer.</exception>
    public async Task<string> SummarizeAsync(string transcript, CancellationToken cancellationToken)
    {
        var answer = await model.AskAsync(
            new ModelQuestion(_instructions, fence.Enclose(transcript), modelOptions.Value.MaxOutputTokens),
            cancellationToken);
        var summary = SummaryText.Clean(answer.Text);
        if (answer.IsCutOff)
        {
            summary = summary[..SentenceSplitter.EndOfLastFinishedSentence(summary)];
        }

        return summary.Length > 0 ? summary : throw new LanguageModelException(ModelFailure.Invalid);
    }
}
