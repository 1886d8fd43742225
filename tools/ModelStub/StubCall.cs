namespace DealInsights.ModelStub;

/// <summary>A call that waits for its answer.</summary>
/// <param name="Server">Who was called.</param>
/// <param name="Context">The call's HTTP side.</param>
/// <param name="Request">What was asked.</param>
public sealed record StubCall(ModelStubServer Server, HttpContext Context, RecordedRequest Request)
{
    /// <summary>Set when the caller hangs up.</summary>
    public CancellationToken CallerGone => Context.RequestAborted;

    /// <summary>Sends a completion, as one body or as a stream, whichever was asked for.</summary>
    /// <param name="content">The message; <see langword="null"/> with a refusal.</param>
    /// <param name="finishReason"><c>stop</c>, <c>length</c> or <c>content_filter</c>.</param>
    /// <param name="refusal">Why the model declines.</param>
    /// <param name="shape">How it is streamed; all at once unless given.</param>
    public Task SendCompletionAsync(
        string? content, string finishReason = "stop", string? refusal = null, StreamShape? shape = null) =>
        Request.WantsStream
            ? new StubStream(this, shape ?? StreamShape.Plain).SendAsync(content, finishReason, refusal)
            : SendJsonAsync(WireFormat.Completion(Request, content, finishReason, refusal));

    /// <summary>Sends a JSON answer.</summary>
    public async Task SendJsonAsync(string json, int status = StatusCodes.Status200OK)
    {
        Context.Response.StatusCode = status;
        Context.Response.ContentType = "application/json";
        await Context.Response.WriteAsync(json, CallerGone);
    }
}
