using System.ClientModel;
using System.Text;
using DealInsights.Domain.Insights;
using OpenAI.Chat;

namespace DealInsights.Infrastructure.OpenAi;

/// <summary>An answer as it came, in one piece or in many.</summary>
/// <param name="Text">What it says; may be empty.</param>
/// <param name="FinishReason">Why nothing more came.</param>
/// <param name="IsRefused">Whether the model declined.</param>
/// <param name="Usage">What it cost; <see langword="null"/> where the model does not say.</param>
internal sealed record ReceivedAnswer(string Text, ChatFinishReason FinishReason, bool IsRefused, ChatTokenUsage? Usage)
{
    // Far more than the longest tokens have. The limit of tokens is kept by the model's server, which may be any.
    private const int MaxCharactersPerToken = 64;

    /// <summary>One that came in one piece.</summary>
    public static ReceivedAnswer Of(ChatCompletion completion) => new(
        string.Concat(completion.Content.Select(part => part.Text)),
        completion.FinishReason,
        !string.IsNullOrEmpty(completion.Refusal),
        completion.Usage);

    /// <summary>Reads one that comes in pieces to its end.</summary>
    /// <param name="updates">The pieces.</param>
    /// <param name="onText">Receives the text of each piece.</param>
    /// <param name="maxTokens">How long the answer may be; the reading ends when it is much longer.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="LanguageModelException">It broke off, or never ends.</exception>
    public static async Task<ReceivedAnswer> ReadAsync(
        AsyncCollectionResult<StreamingChatCompletionUpdate> updates,
        Action<string> onText,
        int maxTokens,
        CancellationToken cancellationToken)
    {
        var text = new StringBuilder();
        ChatFinishReason? finishReason = null;
        var isRefused = false;
        ChatTokenUsage? usage = null;

        // Some pieces hold no words: what Azure's filter says of the question, who speaks, what it cost.
        await foreach (var update in updates.WithCancellation(cancellationToken))
        {
            if (update.CompletionId is null)
            {
                // An error in the middle, which the client takes for an odd piece of the answer.
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
            ? new ReceivedAnswer(text.ToString(), reason, isRefused, usage)
            : throw new LanguageModelException(ModelFailure.Unavailable);
    }
}
