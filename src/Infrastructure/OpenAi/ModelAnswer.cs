using System.ClientModel;
using System.Text;
using DealInsights.Domain.Insights;
using OpenAI.Chat;

namespace DealInsights.Infrastructure.OpenAi;

/// <summary>The model's answer.</summary>
/// <param name="Text">The text; may be empty.</param>
/// <param name="FinishReason">Why the answer ended.</param>
/// <param name="IsRefused">Whether the model declined.</param>
/// <param name="Usage">Its tokens; <see langword="null"/> when the model does not report them.</param>
internal sealed record ModelAnswer(string Text, ChatFinishReason FinishReason, bool IsRefused, ChatTokenUsage? Usage)
{
    // More than the longest tokens have. The token limit is up to the model's server, which may ignore it.
    private const int MaxCharactersPerToken = 64;

    /// <summary>Tokens of the question; <see langword="null"/> when the model does not report them.</summary>
    public int? InputTokens => Usage?.InputTokenCount;

    /// <summary>Tokens of the answer, likewise.</summary>
    public int? OutputTokens => Usage?.OutputTokenCount;

    /// <summary>Creates it from a response in one piece.</summary>
    public static ModelAnswer Of(ChatCompletion completion) => new(
        string.Concat(completion.Content.Select(part => part.Text)),
        completion.FinishReason,
        !string.IsNullOrEmpty(completion.Refusal),
        completion.Usage);

    /// <summary>Reads a streamed answer to its end.</summary>
    /// <param name="updates">The pieces.</param>
    /// <param name="onText">Receives the text of each piece.</param>
    /// <param name="maxTokens">The most tokens; reading ends when the answer is much longer.</param>
    /// <param name="cancellationToken">Cancels the read.</param>
    /// <exception cref="LanguageModelException">The answer broke off, or is too long.</exception>
    public static async Task<ModelAnswer> ReadAsync(
        AsyncCollectionResult<StreamingChatCompletionUpdate> updates,
        Action<string> onText,
        int maxTokens,
        CancellationToken cancellationToken)
    {
        var text = new StringBuilder();
        ChatFinishReason? finishReason = null;
        var isRefused = false;
        ChatTokenUsage? usage = null;

        // Some pieces have no text: results of Azure's content filter, the role, the usage.
        await foreach (var update in updates.WithCancellation(cancellationToken))
        {
            if (update.CompletionId is null)
            {
                // An error in the middle, which the client takes for a piece of the answer.
                throw new LanguageModelException(ModelFailure.Unavailable);
            }

            var words = string.Concat(update.ContentUpdate.Select(part => part.Text));
            if (words.Length > 0)
            {
                text.Append(words);
                onText(words);
            }

            finishReason ??= update.FinishReason;
            isRefused |= !string.IsNullOrEmpty(update.RefusalUpdate);
            usage ??= update.Usage;
            if (text.Length > maxTokens * (long)MaxCharactersPerToken)
            {
                throw new LanguageModelException(ModelFailure.Invalid);
            }
        }

        return finishReason is { } reason
            ? new ModelAnswer(text.ToString(), reason, isRefused, usage)
            : throw new LanguageModelException(ModelFailure.Unavailable);
    }
}
