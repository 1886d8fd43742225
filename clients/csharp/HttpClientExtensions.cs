using System.Net.Http.Headers;

namespace DealInsights.Client;

/// <summary>Prepares what sends the requests of a client.</summary>
public static class HttpClientExtensions
{
    /// <summary>Directs an <see cref="HttpClient"/> at one service and lets it say who calls.</summary>
    /// <param name="http">What sends the requests; given to a client's constructor next.</param>
    /// <param name="service">The service's address without a path, for instance <c>https://deals.example</c>.</param>
    /// <param name="apiKey">The key that the operator issued, sent as <c>X-Api-Key</c>; null when there is none.</param>
    /// <param name="token">A bearer token; null when there is none. One that expires is for a handler to set.</param>
    /// <returns>The same <paramref name="http"/>.</returns>
    public static HttpClient ForDealInsights(this HttpClient http, Uri service, string? apiKey = null, string? token = null)
    {
        ArgumentNullException.ThrowIfNull(http);
        http.BaseAddress = service;
        if (apiKey is not null)
        {
            http.DefaultRequestHeaders.Add("X-Api-Key", apiKey);
        }

        if (token is not null)
        {
            http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        }

        return http;
    }
}
