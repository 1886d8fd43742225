using System.Diagnostics;
using DealInsights.Application.Diagnostics;
using DealInsights.Domain.Insights;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using OpenAI.Chat;

namespace DealInsights.Infrastructure.OpenAi;

/// <summary>A question to the model.</summary>
/// <param name="Instructions">The system message. Trusted.</param>
/// <param name="Material">The user message. Untrusted.</param>
/// <param name="MaxOutputTokens">The most tokens of the answer.</param>
/// <param name="Format">The schema of the answer.</param>
internal sealed record ModelQuestion(
    string Instructions, string Material, int MaxOutputTokens, ChatResponseFormat Format);

/// <summary>Calls the model, reads its answer and records metrics. The only place that calls it.</summary>
internal sealed partial class ModelCalls(
    ChatClient chat,
    ModelResilience resilience,
    ModelMetrics metrics,
    Telemetry telemetry,
    LanguageModelStatus model,
    IOptions<LanguageModelOptions> options,
    TimeProvider clock,
    ILogger<ModelCalls> logger)
{
    /// <summary>Asks a question, with retries until the deadline.</summary>
    /// <param name="question">The question.</param>
    /// <param name="beginAttempt">
    /// Called at the beginning of each attempt; its result receives the answer's text as it streams in. <see langword="null"/>
    /// for an answer in one piece.
    /// </param>
    /// <param name="deadline">The deadline of the complete answer.</param>
    /// <param name="cancellationToken">Cancels the question.</param>
    /// <returns>An answer with text.</returns>
    /// <exception cref="LanguageModelException">There is no usable answer.</exception>
    /// <exception cref="OperationCanceledException">The caller cancelled the question.</exception>
    public async Task<ModelAnswer> AskAsync(
        ModelQuestion question,
        Func<Action<string>>? beginAttempt,
        ModelDeadline deadline,
        CancellationToken cancellationToken)
    {
        using var span = StartSpan(question.MaxOutputTokens);
        var started = clock.GetTimestamp();
        // Recorded unless another outcome replaces it: the caller cancelled.
        var outcome = ModelMetrics.Cancelled;
        try
        {
            var answer = await resilience.ExecuteAsync(
                token => AskOnceAsync(question, beginAttempt, token), deadline, cancellationToken);
            outcome = ModelMetrics.Ok;
            span?.SetTag("gen_ai.usage.input_tokens", answer.InputTokens);
            span?.SetTag("gen_ai.usage.output_tokens", answer.OutputTokens);

            return answer;
        }
        catch (LanguageModelException failure)
        {
            outcome = ModelMetrics.OutcomeOf(failure);
            span?.SetTag("error.type", outcome);
            span?.SetStatus(ActivityStatusCode.Error);

            throw;
        }
        finally
        {
            metrics.RecordCall(outcome, clock.GetElapsedTime(started));
            span?.SetTag("outcome", outcome);
        }
    }

    // Names are those of OpenTelemetry's conventions for generative AI; none contains text of the question or the answer.
    private Activity? StartSpan(int maxOutputTokens)
    {
        var span = telemetry.Source.StartActivity($"chat {model.Deployment}", ActivityKind.Client);
        span?.SetTag("gen_ai.operation.name", "chat");
        span?.SetTag("gen_ai.provider.name", model.Name == "azure-openai" ? "azure.ai.openai" : "openai");
        span?.SetTag("gen_ai.request.model", model.Deployment);
        span?.SetTag("gen_ai.request.max_tokens", maxOutputTokens);
        span?.SetTag("gen_ai.request.temperature", options.Value.Temperature);

        return span;
    }

    private async Task<ModelAnswer> AskOnceAsync(
        ModelQuestion question, Func<Action<string>>? beginAttempt, CancellationToken cancellationToken)
    {
        ChatMessage[] messages =
            [ChatMessage.CreateSystemMessage(question.Instructions), ChatMessage.CreateUserMessage(question.Material)];
        var settings = new ChatCompletionOptions
        {
            MaxOutputTokenCount = question.MaxOutputTokens,
            Temperature = options.Value.Temperature,
            ResponseFormat = question.Format,
        };
        var received = beginAttempt is null
            ? ModelAnswer.Of(await chat.CompleteChatAsync(messages, settings, cancellationToken))
            : await ModelAnswer.ReadAsync(
                chat.CompleteChatStreamingAsync(messages, settings, cancellationToken),
                beginAttempt(),
                question.MaxOutputTokens,
                cancellationToken);

        return Check(received);
    }

    private ModelAnswer Check(ModelAnswer answer)
    {
        LogAnswer(answer.FinishReason, answer.InputTokens, answer.OutputTokens);
        if (answer.Usage is { } usage)
        {
            metrics.RecordTokens(usage.InputTokenCount, usage.OutputTokenCount);
        }

        if (answer.FinishReason == ChatFinishReason.ContentFilter || answer.IsRefused)
        {
            throw new LanguageModelException(ModelFailure.Filtered);
        }

        return string.IsNullOrWhiteSpace(answer.Text)
            ? throw new LanguageModelException(ModelFailure.Invalid)
            : answer;
    }

    [LoggerMessage(EventId = 1, EventName = "ModelAnswered", Level = LogLevel.Debug,
        Message = "The language model answered ({FinishReason}; {InputTokens} tokens in, {OutputTokens} out)")]
    private partial void LogAnswer(ChatFinishReason finishReason, int? inputTokens, int? outputTokens);
}
