using System.Buffers;
using System.Globalization;
using System.Net.Http.Headers;

namespace DealInsights.LoadTest.Load;

/// <summary>
/// Sends requests over its own keep-alive HTTP/1.1 connections and judges the answers. Redirects, cookies, proxies and
/// trace headers are off: nothing but the request that was asked for is measured.
/// </summary>
/// <remarks>
/// A client of our own on bare sockets was measured beside it: the same processor time for a request (about 20 µs,
/// most of it in the kernel) and no steadier, so the standard one stays.
/// </remarks>
internal sealed class LoadClient(TimeProvider clock, int connections) : IDisposable
{
    private const int BufferSize = 16 * 1024;

    /// <summary>So long a connection waits after a request without an answer, rather than spin.</summary>
    private static readonly TimeSpan PauseAfterFailure = TimeSpan.FromMilliseconds(100);

    private readonly HttpMessageInvoker _http = new(new SocketsHttpHandler
    {
        MaxConnectionsPerServer = connections,
        AllowAutoRedirect = false,
        UseCookies = false,
        UseProxy = false,
        ActivityHeadersPropagator = null,
    });

    /// <summary>Sends a GET and reads the answer to its end. Never throws for a request that fails.</summary>
    public Task<RequestOutcome> SendAsync(Uri address, CancellationToken cancellationToken) =>
        SendAsync(address, isConditional: false, headers: [], cancellationToken);

    /// <summary>
    /// Sends a GET with headers, if wanted as somebody who has the answer, whichever it is: then 304 is the good answer and
    /// no other. Reads the answer to its end, and never throws for a request that fails.
    /// </summary>
    public async Task<RequestOutcome> SendAsync(
        Uri address,
        bool isConditional,
        IReadOnlyList<KeyValuePair<string, string>> headers,
        CancellationToken cancellationToken)
    {
        var sent = clock.GetTimestamp();
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, address);
            if (isConditional)
            {
                request.Headers.IfNoneMatch.Add(EntityTagHeaderValue.Any);
            }

            foreach (var (name, value) in headers)
            {
                request.Headers.TryAddWithoutValidation(name, value);
            }

            using var response = await _http.SendAsync(request, cancellationToken);
            await DrainAsync(response.Content, cancellationToken);
            return Judge(response, isConditional, clock.GetElapsedTime(sent));
        }
        catch (Exception failure) when (KindOf(failure) is { } kind)
        {
            return new RequestOutcome { Failure = kind, Latency = clock.GetElapsedTime(sent) };
        }
    }

    /// <summary>Sends a GET that may take so long; one that <paramref name="stop"/> ends fails too.</summary>
    public async Task<RequestOutcome> SendAsync(Uri address, TimeSpan timeout, CancellationToken stop)
    {
        using var timedOut = new CancellationTokenSource(timeout, clock);
        using var giveUp = CancellationTokenSource.CreateLinkedTokenSource(timedOut.Token, stop);
        return await SendAsync(address, giveUp.Token);
    }

    /// <summary>Waits a moment when no answer came: the server may be gone, and asking on would only spin.</summary>
    public Task PauseAfterAsync(in RequestOutcome outcome) =>
        outcome.Status is null ? Task.Delay(PauseAfterFailure, clock, CancellationToken.None) : Task.CompletedTask;

    public void Dispose() => _http.Dispose();

    private static async Task DrainAsync(HttpContent content, CancellationToken cancellationToken)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        try
        {
            await using var body = await content.ReadAsStreamAsync(cancellationToken);
            while (await body.ReadAsync(buffer, cancellationToken) > 0)
            {
                // Only the body's end matters; what it says is tested elsewhere.
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static RequestOutcome Judge(HttpResponseMessage response, bool isConditional, TimeSpan latency)
    {
        var status = (int)response.StatusCode;
        return new RequestOutcome
        {
            Latency = latency,
            Status = status,
            Failure = (status, isConditional) switch
            {
                (StatusCodes.Status304NotModified, true) => null,
                (StatusCodes.Status200OK, false) => WrongContentType(response),
                _ => $"status {status}",
            },
            InsightSource = Header(response, "X-Insight-Source"),
            ServerTime = ParseMilliseconds(Header(response, "X-Response-Time")),
        };
    }

    private static string? WrongContentType(HttpResponseMessage response)
    {
        if (!response.Content.Headers.NonValidated.TryGetValues("Content-Type", out var values))
        {
            return "no content type";
        }

        var contentType = values.ToString();
        return contentType.StartsWith("application/json", StringComparison.OrdinalIgnoreCase)
            ? null
            : $"content type {contentType}";
    }

    // NonValidated: parsing and checking headers would cost more than reading the answer.
    private static string? Header(HttpResponseMessage response, string name) =>
        response.Headers.NonValidated.TryGetValues(name, out var values) ? values.ToString() : null;

    private static TimeSpan? ParseMilliseconds(string? header) =>
        header is not null
        && header.EndsWith("ms", StringComparison.Ordinal)
        && double.TryParse(header.AsSpan(0, header.Length - 2), CultureInfo.InvariantCulture, out var milliseconds)
            ? TimeSpan.FromMilliseconds(milliseconds)
            : null;

    /// <returns>Null when the exception is not a failed request but a mistake in this program.</returns>
    private static string? KindOf(Exception failure) => failure switch
    {
        OperationCanceledException => "timeout",
        HttpRequestException request => request.HttpRequestError.ToString(),
        HttpIOException body => body.HttpRequestError.ToString(),
        IOException => nameof(IOException),
        _ => null,
    };
}
