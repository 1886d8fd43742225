using System.ClientModel;
using System.ClientModel.Primitives;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace DealInsights.Infrastructure.OpenAi;

/// <summary>The HTTP transport of the model's clients.</summary>
internal static class ModelTransport
{
    private const string HttpClientName = "language-model";

    // Long enough to avoid handshakes, short enough to follow a DNS change.
    private static readonly TimeSpan ConnectionLifetime = TimeSpan.FromMinutes(5);

    /// <summary>Adds the HTTP client that the transport uses.</summary>
    public static void AddModelTransport(this IServiceCollection services) =>
        services.AddHttpClient(HttpClientName)
            // ModelResilience has the timeouts.
            .ConfigureHttpClient(client => client.Timeout = Timeout.InfiniteTimeSpan)
            .UseSocketsHttpHandler((handler, _) => handler.PooledConnectionLifetime = ConnectionLifetime)
            // The client keeps its handler; the handler renews its connections.
            .SetHandlerLifetime(Timeout.InfiniteTimeSpan)
            // These would log URLs and, at Trace, headers with the key.
            .RemoveAllLoggers();

    /// <summary>Makes a client use that HTTP client, without its own retries and timeouts.</summary>
    public static TOptions UseModelTransport<TOptions>(this TOptions options, IServiceProvider services)
        where TOptions : ClientPipelineOptions
    {
        var http = services.GetRequiredService<IHttpClientFactory>().CreateClient(HttpClientName);
        options.Transport = new HttpClientPipelineTransport(http);
        // The client's policy would wait for any Retry-After, however long.
        options.RetryPolicy = new ClientRetryPolicy(maxRetries: 0);
        options.NetworkTimeout = Timeout.InfiniteTimeSpan;
        var useMaxCompletionTokens =
            services.GetRequiredService<IOptions<LanguageModelOptions>>().Value.UseMaxCompletionTokens;
        options.AddPolicy(new TokenLimitNamePolicy(useMaxCompletionTokens), PipelinePosition.PerCall);

        return options;
    }
}

/// <summary>
/// Sends the token limit under the name that the model accepts. The client cannot: for Azure it writes
/// <c>max_tokens</c>, for others <c>max_completion_tokens</c>, and its switch between them
/// (<c>SetNewMaxCompletionTokensPropertyEnabled</c>, 2.1.0) throws on new options.
/// </summary>
internal sealed class TokenLimitNamePolicy(bool useMaxCompletionTokens) : PipelinePolicy
{
    private const string Old = "max_tokens";
    private const string New = "max_completion_tokens";

    private readonly string _wanted = useMaxCompletionTokens ? New : Old;
    private readonly string _unwanted = useMaxCompletionTokens ? Old : New;

    /// <inheritdoc/>
    public override void Process(PipelineMessage message, IReadOnlyList<PipelinePolicy> pipeline, int currentIndex) =>
        throw new NotSupportedException("Every call is asynchronous.");

    /// <inheritdoc/>
    public override async ValueTask ProcessAsync(
        PipelineMessage message, IReadOnlyList<PipelinePolicy> pipeline, int currentIndex)
    {
        if (message.Request.Content is { } content)
        {
            message.Request.Content = await RenameAsync(content, message.CancellationToken);
        }

        await ProcessNextAsync(message, pipeline, currentIndex);
    }

    private async Task<BinaryContent> RenameAsync(BinaryContent content, CancellationToken cancellationToken)
    {
        using var written = new MemoryStream();
        await content.WriteToAsync(written, cancellationToken);
        written.Position = 0;
        var body = (await JsonNode.ParseAsync(written, cancellationToken: cancellationToken))!.AsObject();
        if (body.Remove(_unwanted, out var limit))
        {
            body[_wanted] = limit;
        }

        return BinaryContent.Create(BinaryData.FromString(body.ToJsonString()));
    }
}
