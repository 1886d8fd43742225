namespace DealInsights.WebApi.Hosting;

/// <summary>Requests that ended without an answer, since their caller left.</summary>
internal static class CancelledCalls
{
    /// <summary>
    /// Whether a request that ends is one. Whoever closes the connection with the last byte has left too, but has the answer:
    /// one with its length is written in one piece, while the last byte of any other is yet to be sent.
    /// </summary>
    public static bool IsOne(HttpContext context) =>
        context.RequestAborted.IsCancellationRequested
        && context.Response is not { HasStarted: true, ContentLength: not null };
}
