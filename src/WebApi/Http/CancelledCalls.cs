namespace DealInsights.WebApi.Http;

/// <summary>Recognizes requests whose caller disconnected.</summary>
internal static class CancelledCalls
{
    /// <summary>
    /// Whether the caller disconnected before the whole response was written. A response with a length is written in one
    /// piece, so the caller may have disconnected after its last byte.
    /// </summary>
    public static bool IsOne(HttpContext context) =>
        context.RequestAborted.IsCancellationRequested
        && context.Response is not { HasStarted: true, ContentLength: not null };
}
