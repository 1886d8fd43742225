namespace DealInsights.ModelStub;

/// <summary>A call that waits for its response.</summary>
/// <param name="Server">The server that was called.</param>
/// <param name="Context">The call's HTTP context.</param>
/// <param name="Request">The request.</param>
public sealed record StubCall(ModelStubServer Server, HttpContext Context, RecordedRequest Request)
{
    /// <summary>Cancelled when the caller disconnects.</summary>
    public CancellationToken CallerGone => Context.RequestAborted;

    /// <summary>Sends a completion, as one body or as a stream as requested.</summary>
    /// <param name="content">The message; null for a refusal.</param>
    /// <param name="finishReason"><c>stop</c>, <c>length</c> or <c>content_filter</c>.</param>
    /// <param name="refusal">The refusal, if any.</param>
    /// <param name="shape">How it is streamed; without delay by default.</param>
    public Task SendCompletionAsync(
        string? content, string finishReason = "stop", string? refusal = null, StreamShape? shape = null) =>
        Request.WantsStream
            ? new StubStream(this, shape ?? StreamShape.Plain).SendAsync(content, finishReason, refusal)
            : SendJsonAsync(WireFormat.Completion(Request, content, finishReason, refusal));

    /// <summary>Sends a JSON response.</summary>
    public async Task SendJsonAsync(string json, int status = StatusCodes.Status200OK)
    {
        Context.Response.StatusCode = status;
        Context.Response.ContentType = "application/json";
        await Context.Response.WriteAsync(json, CallerGone);
    }
}
