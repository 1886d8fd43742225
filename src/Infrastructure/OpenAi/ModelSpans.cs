using System.Diagnostics;
using DealInsights.Application.Diagnostics;
using Microsoft.Extensions.Options;

namespace DealInsights.Infrastructure.OpenAi;

/// <summary>
/// The span of a question to the model, with its retries. Names are those of OpenTelemetry's conventions for generative
/// AI; none contains text of the question or the answer.
/// </summary>
internal sealed class ModelSpans(
    Telemetry telemetry, LanguageModelStatus model, IOptions<LanguageModelOptions> options)
{
    private readonly string _name = $"chat {model.Deployment}";

    // The provider names of the conventions.
    private readonly string _provider = model.Name == "azure-openai" ? "azure.ai.openai" : "openai";

    /// <summary>Starts the span; <see langword="null"/> when it is not traced.</summary>
    public Activity? Start(int maxOutputTokens)
    {
        var span = telemetry.Source.StartActivity(_name, ActivityKind.Client);
        if (span is { IsAllDataRequested: true })
        {
            span.SetTag("gen_ai.operation.name", "chat");
            span.SetTag("gen_ai.provider.name", _provider);
            span.SetTag("gen_ai.request.model", model.Deployment);
            span.SetTag("gen_ai.request.max_tokens", maxOutputTokens);
            span.SetTag("gen_ai.request.temperature", options.Value.Temperature);
        }

        return span;
    }

    /// <summary>Sets the tokens, if the model reports them.</summary>
    public static void AddUsage(Activity? span, ModelAnswer answer)
    {
        span?.SetTag("gen_ai.usage.input_tokens", answer.InputTokens);
        span?.SetTag("gen_ai.usage.output_tokens", answer.OutputTokens);
    }

    /// <summary>Sets the outcome as <see cref="ModelMetrics"/> names it.</summary>
    public static void AddOutcome(Activity? span, string outcome)
    {
        span?.SetTag("outcome", outcome);
        if (outcome is not (ModelMetrics.Ok or ModelMetrics.Cancelled))
        {
            span?.SetTag("error.type", outcome);
            span?.SetStatus(ActivityStatusCode.Error);
        }
    }
}
