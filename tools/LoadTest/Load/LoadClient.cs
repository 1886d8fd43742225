using System.Diagnostics;

namespace DealInsights.LoadTest.Load;

/// <summary>The outcome of one request.</summary>
/// <param name="Latency">From sending the request to the last byte of the response.</param>
/// <param name="Failure">Null for status 200 with JSON; otherwise the kind under which it is counted.</param>
/// <param name="InsightSource">The header <c>X-Insight-Source</c>, if any.</param>
/// <param name="HasResponse">False when the connection failed or timed out.</param>
internal readonly record struct RequestOutcome(
    TimeSpan Latency, string? Failure, string? InsightSource, bool HasResponse);

/// <summary>Sends GET requests over keep-alive connections of its own, without redirects, cookies and trace headers.</summary>
internal sealed class LoadClient(int connections, TimeSpan timeout) : IDisposable
{
    private readonly HttpClient _http = new(new SocketsHttpHandler
    {
        MaxConnectionsPerServer = connections,
        AllowAutoRedirect = false,
        UseCookies = false,
        UseProxy = false,
        ActivityHeadersPropagator = null,
    })
    {
        Timeout = timeout,
    };

    /// <summary>Sends one request and reads its response. A request that fails does not throw.</summary>
    /// <exception cref="OperationCanceledException"><paramref name="stop"/> was cancelled.</exception>
    public async Task<RequestOutcome> SendAsync(Uri address, CancellationToken stop)
    {
        var started = Stopwatch.GetTimestamp();
        try
        {
            using var response = await _http.GetAsync(address, stop);
            return new RequestOutcome(
                Stopwatch.GetElapsedTime(started), FailureOf(response), HeaderOf(response), HasResponse: true);
        }
        catch (HttpRequestException failure)
        {
            return Failed(failure.HttpRequestError.ToString());
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            return Failed("timeout");
        }

        RequestOutcome Failed(string kind) =>
            new(Stopwatch.GetElapsedTime(started), kind, InsightSource: null, HasResponse: false);
    }

    public void Dispose() => _http.Dispose();

    private static string? FailureOf(HttpResponseMessage response) =>
        response.StatusCode != System.Net.HttpStatusCode.OK ? $"status {(int)response.StatusCode}"
        : response.Content.Headers.ContentType?.MediaType != "application/json" ? "not JSON"
        : null;

    private static string? HeaderOf(HttpResponseMessage response) =>
        response.Headers.NonValidated.TryGetValues("X-Insight-Source", out var source) ? source.ToString() : null;
}
