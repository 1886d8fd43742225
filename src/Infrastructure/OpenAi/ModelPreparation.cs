using System.ClientModel;
using System.ClientModel.Primitives;
using System.Net;
using System.Text;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OpenAI;
using OpenAI.Chat;

namespace DealInsights.Infrastructure.OpenAi;

/// <summary>
/// Loads the tokenizer and runs a question through the client once the service has started, so that the first real question
/// does not wait for code to be loaded. The question never leaves the process.
/// </summary>
internal sealed partial class ModelPreparation(
    ModelResilience resilience, TimeProvider clock, ILogger<ModelPreparation> logger)
    : IHostedLifecycleService, IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly CancellationTokenSource _stopping = new();
    private Task _preparing = Task.CompletedTask;

    /// <inheritdoc/>
    public Task StartedAsync(CancellationToken cancellationToken)
    {
        _preparing = Task.Run(PrepareAsync, CancellationToken.None);

        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        await _stopping.CancelAsync();
        await _preparing;
    }

    /// <inheritdoc/>
    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose() => _stopping.Dispose();

    private async Task PrepareAsync()
    {
        try
        {
            TranscriptTrimmer.LoadVocabulary();
            using var http = new HttpClient(new CannedAnswer());
            var chat = new OpenAIClient(
                new ApiKeyCredential("none"),
                new OpenAIClientOptions { Endpoint = new Uri("http://localhost"), Transport = new HttpClientPipelineTransport(http) })
                .GetChatClient("none");
            var settings = new ChatCompletionOptions { ResponseFormat = ChatMeetingSummarizer.Format };
            var answer = await resilience.ExecuteAsync(
                token => chat.CompleteChatAsync([ChatMessage.CreateUserMessage("Ready?")], settings, token),
                new ModelDeadline(Patience, clock),
                _stopping.Token);
            ModelJson.Read<CannedText>(ModelAnswer.Of(answer).Text);
        }
        // Without it only the first question takes longer.
        catch (Exception failure)
        {
            LogFailed(failure);
        }
    }

    [LoggerMessage(EventId = 1, EventName = "ModelNotPrepared", Level = LogLevel.Debug,
        Message = "The first question to the language model is not prepared")]
    private partial void LogFailed(Exception failure);

    private sealed record CannedText(IReadOnlyList<string> Statements);

    /// <summary>Answers every request with an empty overview.</summary>
    private sealed class CannedAnswer : HttpMessageHandler
    {
        private const string Body = """
            {"id":"none","object":"chat.completion","created":0,"model":"none","choices":[{"index":0,"finish_reason":"stop",
             "message":{"role":"assistant","content":"{\"statements\":[]}"}}],"usage":{"prompt_tokens":0,"completion_tokens":0,"total_tokens":0}}
            """;

        protected override Task<HttpResponseMessage> SendAsync(
            HttpRequestMessage request, CancellationToken cancellationToken) =>
            Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK)
            {
                Content = new StringContent(Body, Encoding.UTF8, "application/json"),
            });
    }
}
