using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;

namespace DealInsights.WebApi.Http;

/// <summary>
/// How responses to HubSpot differ: it gives up after 15 seconds and at a megabyte, retries at once after a 5xx, and does
/// not retry after a 429.
/// </summary>
internal static class HubSpotRequests
{
    public const string SignatureHeader = "X-HubSpot-Signature-v3";

    /// <summary>The largest response body in bytes.</summary>
    public const int MaxResponseSize = 1_000_000;

    // In seconds, when no other is known.
    private const string RetryAfter = "5";

    /// <summary>Whether a request comes, or claims to come, from HubSpot. The claim decides on the response's form alone.</summary>
    public static bool IsFromHubSpot(HttpContext context) =>
        context.Request.Headers.ContainsKey(SignatureHeader)
        && context.RequestServices.GetRequiredService<IOptions<HubSpotOptions>>().Value.IsConfigured;

    /// <summary>Whether HubSpot sent the request and does not accept a response of this length.</summary>
    public static bool IsTooLarge(HttpContext context, int length) => length > MaxResponseSize && IsFromHubSpot(context);

    /// <summary>Replaces 503 and 504 by 429 for HubSpot, whose immediate retry would only add to the load.</summary>
    public static void Adapt(HttpContext context, ProblemDetails problem)
    {
        if (problem.Status is StatusCodes.Status503ServiceUnavailable or StatusCodes.Status504GatewayTimeout && IsFromHubSpot(context))
        {
            problem.Status = StatusCodes.Status429TooManyRequests;
            if (!context.Response.HasStarted)
            {
                context.Response.Headers.TryAdd(HeaderNames.RetryAfter, RetryAfter);
            }
        }
    }
}
