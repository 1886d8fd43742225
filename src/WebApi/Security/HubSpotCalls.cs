namespace DealInsights.WebApi.Security;

/// <summary>
/// How calls from HubSpot are answered: it gives up after 15 seconds and beyond a megabyte, sends a call again at once
/// after a 5xx, and not after a 429.
/// </summary>
internal static class HubSpotCalls
{
    /// <summary>The most bytes of an answer.</summary>
    public const int MaxAnswerSize = 1_000_000;

    /// <summary>
    /// Whether a request comes, or claims to come, from there. The claim decides on nothing but the form of the answer.
    /// </summary>
    public static bool IsOne(HttpContext context) =>
        context.Request.Headers.ContainsKey(HubSpotAuthentication.SignatureHeader)
        && context.RequestServices.GetRequiredService<WaysIn>().Signatures;

    /// <summary>
    /// The status for a caller who should ask again later: what is away or busy would only be worse off if everybody asked
    /// again at once.
    /// </summary>
    public static int StatusFor(HttpContext context, int status) =>
        status is StatusCodes.Status503ServiceUnavailable or StatusCodes.Status504GatewayTimeout && IsOne(context)
            ? StatusCodes.Status429TooManyRequests
            : status;
}
