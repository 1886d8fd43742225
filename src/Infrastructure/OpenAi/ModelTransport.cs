using System.ClientModel.Primitives;
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
