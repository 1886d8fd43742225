using System.ClientModel.Primitives;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace DealInsights.Infrastructure.OpenAi;

/// <summary>How calls to the model travel, whichever client makes them.</summary>
internal static class ModelTransport
{
    private const string HttpClientName = "language-model";

    // Long enough to spare handshakes, short enough to follow a DNS change.
    private static readonly TimeSpan ConnectionLifetime = TimeSpan.FromMinutes(5);

    /// <summary>Adds the HTTP client that the transport uses.</summary>
    public static void AddModelTransport(this IServiceCollection services) =>
        services.AddHttpClient(HttpClientName)
            // The timers are those of ModelResilience.
            .ConfigureHttpClient(client => client.Timeout = Timeout.InfiniteTimeSpan)
            .UseSocketsHttpHandler((handler, _) => handler.PooledConnectionLifetime = ConnectionLifetime)
            // The model's client keeps its handler for good; the handler renews its connections itself.
            .SetHandlerLifetime(Timeout.InfiniteTimeSpan)
            // They would log addresses and, at Trace, headers with the key.
            .RemoveAllLoggers();

    /// <summary>Makes a model's client use that HTTP client, without retries and timers of its own.</summary>
    public static TOptions UseModelTransport<TOptions>(this TOptions options, IServiceProvider services)
        where TOptions : ClientPipelineOptions
    {
        var http = services.GetRequiredService<IHttpClientFactory>().CreateClient(HttpClientName);
        options.Transport = new HttpClientPipelineTransport(http);
        // The client's own policy would sleep out any Retry-After, however long.
        options.RetryPolicy = new ClientRetryPolicy(maxRetries: 0);
        options.NetworkTimeout = Timeout.InfiniteTimeSpan;
        var useMaxCompletionTokens =
            services.GetRequiredService<IOptions<LanguageModelOptions>>().Value.UseMaxCompletionTokens;
        options.AddPolicy(new TokenLimitNamePolicy(useMaxCompletionTokens), PipelinePosition.PerCall);

        return options;
    }
}
