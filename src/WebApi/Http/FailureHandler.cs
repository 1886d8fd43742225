using System.Text.Json;
using DealInsights.Application.Failures;
using FluentValidation;
using FluentValidation.Results;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Controllers;

namespace DealInsights.WebApi.Http;

/// <summary>
/// Maps failures to problem documents and logs those that an operator should see. No other file chooses an error status.
/// A request whose caller disconnected never gets here: the framework ends it with 499.
/// </summary>
internal sealed partial class FailureHandler(ILogger<FailureHandler> logger) : IExceptionHandler
{
    /// <summary>The response to a request about a deal that is not stored.</summary>
    public static ActionResult DealNotFound { get; } = NotFound("No deal has this id.");

    /// <summary>The response to a request about something that is not stored.</summary>
    public static ActionResult NotFound(string detail) => new ProblemResult(StatusCodes.Status404NotFound, detail);

    /// <summary>The response to HubSpot in place of a body that it would not accept.</summary>
    /// <param name="length">The length of that body in bytes.</param>
    public static ActionResult TooLargeForHubSpot(int length) => new ProblemResult(
        StatusCodes.Status406NotAcceptable,
        $"The answer has {length} bytes, and HubSpot takes {HubSpotRequests.MaxResponseSize} at most.");

    /// <summary>Refuses values that cannot be read as their parameter's type, such as a limit that is no number.</summary>
    /// <exception cref="ValidationException">Always.</exception>
    public static IActionResult RefuseUnreadable(ActionContext context) => throw new ValidationException(context.ModelState
        .Where(parameter => parameter.Value!.Errors.Count > 0)
        // Without the framework's messages, which quote the value.
        .Select(parameter => new ValidationFailure(parameter.Key, "It cannot be read; see the documentation for its form.")));

    public async ValueTask<bool> TryHandleAsync(
        HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        var problem = Report(httpContext, exception);
        if (RetryAfterOf(exception) is { } wait)
        {
            Problems.SetRetryAfter(httpContext, wait);
        }

        await Problems.WriteAsync(httpContext, problem);

        return true;
    }

    /// <summary>Logs a failure unless the caller made it, and describes it for the caller.</summary>
    public ProblemDetails Report(HttpContext context, Exception exception)
    {
        switch (exception)
        {
            case ValidationException invalid:
                return InvalidRequest(context, invalid);

            case UpstreamUnavailableException unavailable:
                LogUnavailable(unavailable.Upstream, Problems.TraceIdOf(context), unavailable.InnerException?.Message);
                return new ProblemDetails
                {
                    Status = StatusCodes.Status503ServiceUnavailable,
                    Detail = unavailable.Message,
                };

            case BadHttpRequestException malformed:
                return new ProblemDetails { Status = malformed.StatusCode };

            default:
                LogFailure(Problems.TraceIdOf(context), exception);
                return new ProblemDetails
                {
                    Status = StatusCodes.Status500InternalServerError,
                    Detail = "Something went wrong on our side. Quote the traceId when you report it.",
                };
        }
    }

    /// <summary>Returns when to try again; null when that would not help or is not known.</summary>
    public static TimeSpan? RetryAfterOf(Exception exception) => (exception as UpstreamUnavailableException)?.RetryAfter;

    private static ProblemDetails InvalidRequest(HttpContext context, ValidationException invalid)
    {
        var errors = invalid.Errors
            .GroupBy(error => ParameterName(context, error.PropertyName), StringComparer.Ordinal)
            .ToDictionary(
                parameter => parameter.Key,
                parameter => parameter.Select(error => error.ErrorMessage).ToArray(),
                StringComparer.Ordinal);

        return new ProblemDetails
        {
            Status = StatusCodes.Status400BadRequest,
            Title = "One or more validation errors occurred.",
            Detail = string.Join(' ', errors.Select(error => $"{error.Key}: {string.Join(' ', error.Value)}")),
            Extensions = { ["errors"] = errors },
        };
    }

    /// <summary>
    /// Returns the name of the parameter that a query calls <paramref name="property"/>, as the endpoint spells it
    /// (<c>deal_name</c>). When there are two spellings, returns the one that the caller used.
    /// </summary>
    private static string ParameterName(HttpContext context, string property)
    {
        var endpoint = context.Features.Get<IExceptionHandlerFeature>()?.Endpoint;
        var spellings = endpoint?.Metadata.GetMetadata<ControllerActionDescriptor>()?.Parameters
            .Where(parameter => parameter.BindingInfo?.BinderModelName is { } spelling
                && (IsNamed(parameter.Name, property) || IsNamed(spelling, property)))
            .Select(parameter => parameter.BindingInfo!.BinderModelName!)
            .ToList() ?? [];

        return spellings.Find(context.Request.Query.ContainsKey)
            ?? spellings.FirstOrDefault()
            ?? JsonNamingPolicy.CamelCase.ConvertName(property);
    }

    private static bool IsNamed(string name, string property) =>
        name.Equals(property, StringComparison.OrdinalIgnoreCase);

    // Without the stack trace: during an outage every request logs this, and the reason says as much.
    [LoggerMessage(EventId = 1, EventName = "UpstreamUnavailable", Level = LogLevel.Warning,
        Message = "{Upstream} is not available (trace {TraceId}): {Reason}")]
    private partial void LogUnavailable(string upstream, string traceId, string? reason);

    [LoggerMessage(EventId = 2, EventName = "RequestFailed", Level = LogLevel.Error,
        Message = "A request failed (trace {TraceId})")]
    private partial void LogFailure(string traceId, Exception exception);

    private sealed class ProblemResult(int status, string detail) : ActionResult
    {
        public override Task ExecuteResultAsync(ActionContext context) =>
            Problems.WriteAsync(context.HttpContext, status, detail);
    }
}
