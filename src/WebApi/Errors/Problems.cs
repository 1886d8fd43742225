using System.Diagnostics;
using System.Globalization;
using DealInsights.WebApi.Security;
using Microsoft.AspNetCore.Mvc;

namespace DealInsights.WebApi.Errors;

/// <summary>Writes RFC 9457 problem documents, whatever the caller said it accepts: an error is to be read.</summary>
internal static class Problems
{
    /// <summary>The media type of a problem document.</summary>
    public const string MediaType = "application/problem+json";

    /// <summary>Answers with a status and the standard title for it.</summary>
    public static Task WriteAsync(HttpContext context, int status, string? detail = null) =>
        WriteAsync(context, new ProblemDetails { Status = status, Detail = detail });

    /// <summary>Answers with a problem, to which the request's trace identifier is added.</summary>
    public static Task WriteAsync(HttpContext context, ProblemDetails problem) =>
        TypedResults.Problem(Complete(context, problem)).ExecuteAsync(context);

    /// <summary>Adds the request's trace identifier, and the standard type and title of the status where there are none.</summary>
    public static ProblemDetails Complete(HttpContext context, ProblemDetails problem)
    {
        AddTraceId(context, problem);
        HubSpotCalls.Suit(context, problem);

        return TypedResults.Problem(problem).ProblemDetails;
    }

    /// <summary>
    /// Names the request. The framework's writer puts an identifier of its own, of another form, over ours; given to its
    /// options this puts ours back.
    /// </summary>
    public static void AddTraceId(HttpContext context, ProblemDetails problem) =>
        problem.Extensions["traceId"] = TraceIdOf(context);

    /// <summary>Answers 503 and says, in whole seconds rounded up, when to ask again.</summary>
    public static Task WriteUnavailableAsync(HttpContext context, string detail, TimeSpan retryAfter) =>
        WriteRetryLaterAsync(context, StatusCodes.Status503ServiceUnavailable, detail, retryAfter);

    /// <summary>Answers with a status and says, in whole seconds rounded up, when to ask again.</summary>
    public static Task WriteRetryLaterAsync(HttpContext context, int status, string detail, TimeSpan retryAfter)
    {
        SetRetryAfter(context, retryAfter);

        return WriteAsync(context, status, detail);
    }

    /// <summary>Says, in whole seconds rounded up, when to ask again.</summary>
    public static void SetRetryAfter(HttpContext context, TimeSpan retryAfter)
    {
        var seconds = Math.Max(1, (int)Math.Ceiling(retryAfter.TotalSeconds));
        context.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
    }

    /// <summary>The identifier under which a request is found in traces and logs.</summary>
    public static string TraceIdOf(HttpContext context) =>
        Activity.Current?.TraceId.ToString() ?? context.TraceIdentifier;
}
