namespace DealInsights.ModelStub;

/// <summary>A call that waits for its answer.</summary>
/// <param name="Server">Who was called.</param>
/// <param name="Context">The call's HTTP side.</param>
/// <param name="Request">What was asked.</param>
public sealed record StubCall(ModelStubServer Server, HttpContext Context, RecordedRequest Request)
{
    /// <summary>Set when the caller hangs up.</summary>
    public CancellationToken CallerGone => Context.RequestAborted;

    /// <summary>Sends a JSON answer.</summary>
    public async Task SendJsonAsync(string json, int status = StatusCodes.Status200OK)
    {
        Context.Response.StatusCode = status;
        Context.Response.ContentType = "application/json";
        await Context.Response.WriteAsync(json, CallerGone);
    }
}
