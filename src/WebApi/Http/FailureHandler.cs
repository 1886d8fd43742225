using System.Text.Json;
using DealInsights.Application.Failures;
using FluentValidation;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Controllers;

namespace DealInsights.WebApi.Http;

/// <summary>
/// The only place that maps failures to problem details and decides which of them are logged. A disconnected caller is not
/// a failure: the framework ends such a request with 499 before this handler.
/// </summary>
internal sealed partial class FailureHandler(ILogger<FailureHandler> logger) : IExceptionHandler
{
    /// <summary>The response to a request about a deal that is not stored.</summary>
    public static ActionResult DealNotFound { get; } = NotFound("No deal has this id.");

    /// <summary>The response to a request about something that is not stored.</summary>
    public static ActionResult NotFound(string detail) => new ProblemResult(StatusCodes.Status404NotFound, detail);

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

    /// <summary>Logs a failure and describes it for the caller.</summary>
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

    /// <summary>Returns when to retry; <see langword="null"/> when a retry does not help or the time is unknown.</summary>
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
    /// The name under which the caller sent, or should have sent, what a query calls <paramref name="property"/>: as the
    /// address spells it (<c>deal_name</c>), and of two spellings the one that was used.
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

    // One line without the stack, because an outage causes one per request.
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
