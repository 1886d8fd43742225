namespace DealInsights.LoadTest.Load;

/// <summary>How a stream began.</summary>
/// <param name="FirstByte">The time to the first byte of its body, in milliseconds; null when there was none.</param>
/// <param name="Failure">What was wrong with it; null when nothing was.</param>
internal sealed record StreamBeginning(double? FirstByte, string? Failure);

/// <summary>Opens streams, of the service and of the model behind it, and reads them to their end.</summary>
internal sealed class FirstByteClient(TimeProvider clock, TimeSpan timeout) : IDisposable
{
    private const string EventStream = "text/event-stream";

    // Each stream ends before the next begins, over a connection that is open already.
    private readonly HttpClient _http = new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        UseProxy = false,
        ActivityHeadersPropagator = null,
    })
    {
        Timeout = timeout,
    };

    /// <summary>Follows the overview of a deal.</summary>
    public Task<StreamBeginning> FollowAsync(Uri baseAddress, string deal, CancellationToken stop) => OpenAsync(
        new HttpRequestMessage(
            HttpMethod.Get,
            $"{baseAddress.GetLeftPart(UriPartial.Path).TrimEnd('/')}/api/v3/deals/{Uri.EscapeDataString(deal)}/overview/stream"),
        mustHold: "event: draft",
        stop);

    /// <summary>Asks the model itself, at its OpenAI-compatible address.</summary>
    public Task<StreamBeginning> AskModelAsync(Uri model, CancellationToken stop) => OpenAsync(
        new HttpRequestMessage(HttpMethod.Post, $"{model.GetLeftPart(UriPartial.Path).TrimEnd('/')}/chat/completions")
        {
            Content = JsonContent.Create(new
            {
                model = "load",
                stream = true,
                messages = new[] { new { role = "user", content = "Say something." } },
            }),
        },
        mustHold: "data: [DONE]",
        stop);

    public void Dispose() => _http.Dispose();

    private async Task<StreamBeginning> OpenAsync(HttpRequestMessage request, string mustHold, CancellationToken stop)
    {
        using (request)
        {
            var sent = clock.GetTimestamp();
            try
            {
                using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, stop);
                await using var body = await response.Content.ReadAsStreamAsync(stop);
                var first = new byte[1];
                if (await body.ReadAsync(first, stop) == 0)
                {
                    return new StreamBeginning(null, "no body");
                }

                var elapsed = clock.GetElapsedTime(sent).TotalMilliseconds;
                using var rest = new StreamReader(body);
                var text = (char)first[0] + await rest.ReadToEndAsync(stop);

                return new StreamBeginning(elapsed, Judge(response, text, mustHold));
            }
            catch (Exception failure) when (failure is HttpRequestException or IOException or OperationCanceledException)
            {
                return new StreamBeginning(null, failure.GetType().Name);
            }
        }
    }

    private static string? Judge(HttpResponseMessage response, string text, string mustHold) =>
        !response.IsSuccessStatusCode ? $"status {(int)response.StatusCode}"
        : response.Content.Headers.ContentType?.MediaType != EventStream ? $"content type {response.Content.Headers.ContentType}"
        : !text.Contains(mustHold, StringComparison.Ordinal) ? $"no {mustHold}"
        : null;
}
