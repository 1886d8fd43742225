using System.Diagnostics;
using System.Globalization;
using Microsoft.AspNetCore.Mvc;

namespace DealInsights.WebApi.Http;

/// <summary>Writes RFC 9457 problem documents, whatever media types the caller accepts.</summary>
internal static class Problems
{
    /// <summary>The media type of a problem document.</summary>
    public const string MediaType = "application/problem+json";

    /// <summary>Writes a status and its standard title.</summary>
    public static Task WriteAsync(HttpContext context, int status, string? detail = null) =>
        WriteAsync(context, new ProblemDetails { Status = status, Detail = detail });

    /// <summary>Writes a problem with the request's trace identifier.</summary>
    public static Task WriteAsync(HttpContext context, ProblemDetails problem) =>
        TypedResults.Problem(Complete(context, problem)).ExecuteAsync(context);

    /// <summary>Adds the request's trace identifier, and the standard type and title of the status where there are none.</summary>
    public static ProblemDetails Complete(HttpContext context, ProblemDetails problem)
    {
        AddTraceId(context, problem);
        HubSpotRequests.Adapt(context, problem);

        return TypedResults.Problem(problem).ProblemDetails;
    }

    /// <summary>
    /// Adds the trace identifier. Registered with the framework's writer too, which sets an identifier of another form.
    /// </summary>
    public static void AddTraceId(HttpContext context, ProblemDetails problem) =>
        problem.Extensions["traceId"] = TraceIdOf(context);

    /// <summary>Writes a status with <c>Retry-After</c>.</summary>
    public static Task WriteRetryLaterAsync(HttpContext context, int status, string detail, TimeSpan retryAfter)
    {
        SetRetryAfter(context, retryAfter);

        return WriteAsync(context, status, detail);
    }

    /// <summary>Sets <c>Retry-After</c>.</summary>
    public static void SetRetryAfter(HttpContext context, TimeSpan retryAfter) =>
        context.Response.Headers.RetryAfter = ToSeconds(retryAfter).ToString(CultureInfo.InvariantCulture);

    /// <summary>Rounds up to whole seconds; returns at least one.</summary>
    public static int ToSeconds(TimeSpan retryAfter) => Math.Max(1, (int)Math.Ceiling(retryAfter.TotalSeconds));

    /// <summary>The identifier under which a request is found in traces and logs.</summary>
    public static string TraceIdOf(HttpContext context) =>
        Activity.Current?.TraceId.ToString() ?? context.TraceIdentifier;
}
