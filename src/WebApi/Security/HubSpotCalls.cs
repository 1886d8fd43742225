using Microsoft.AspNetCore.Mvc;
using Microsoft.Net.Http.Headers;

namespace DealInsights.WebApi.Security;

/// <summary>
/// How calls from HubSpot are answered: it gives up after 15 seconds and beyond a megabyte, sends a call again at once
/// after a 5xx, and not after a 429.
/// </summary>
internal static class HubSpotCalls
{
    /// <summary>The most bytes of an answer.</summary>
    public const int MaxAnswerSize = 1_000_000;

    // In seconds, where nobody knows better.
    private const string Later = "5";

    /// <summary>
    /// Whether a request comes, or claims to come, from there. The claim decides on nothing but the form of the answer.
    /// </summary>
    public static bool IsOne(HttpContext context) =>
        context.Request.Headers.ContainsKey(HubSpotAuthentication.SignatureHeader)
        && context.RequestServices.GetRequiredService<WaysIn>().Signatures;

    /// <summary>
    /// Has HubSpot not ask again at once, where it asks, for what is away or busy: that would only be worse off.
    /// </summary>
    public static void Suit(HttpContext context, ProblemDetails problem)
    {
        if (problem.Status is StatusCodes.Status503ServiceUnavailable or StatusCodes.Status504GatewayTimeout && IsOne(context))
        {
            problem.Status = StatusCodes.Status429TooManyRequests;
            if (!context.Response.HasStarted)
            {
                context.Response.Headers.TryAdd(HeaderNames.RetryAfter, Later);
            }
        }
    }
}
