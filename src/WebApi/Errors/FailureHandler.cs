using System.Text.Json;
using DealInsights.Application.Failures;
using FluentValidation;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Controllers;

namespace DealInsights.WebApi.Errors;

/// <summary>
/// The one place where failures become HTTP answers, and where it is decided which of them the log hears of. A caller
/// who left is no failure: the framework ends such a request with 499 before it comes here.
/// </summary>
internal sealed partial class FailureHandler(ILogger<FailureHandler> logger) : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(
        HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        switch (exception)
        {
            case ValidationException invalid:
                await Problems.WriteAsync(httpContext, InvalidRequest(httpContext, invalid));
                break;

            case UpstreamUnavailableException unavailable:
                LogUnavailable(
                    unavailable.Upstream, Problems.TraceIdOf(httpContext), unavailable.InnerException?.Message);
                await Problems.WriteUnavailableAsync(httpContext, unavailable.Message, unavailable.RetryAfter);
                break;

            case BadHttpRequestException malformed:
                await Problems.WriteAsync(httpContext, malformed.StatusCode);
                break;

            default:
                LogFailure(Problems.TraceIdOf(httpContext), exception);
                await Problems.WriteAsync(
                    httpContext,
                    StatusCodes.Status500InternalServerError,
                    "Something went wrong on our side. Quote the traceId when you report it.");
                break;
        }

        return true;
    }

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

    // One line: during an outage there is one a request, and the stack would say no more than the reason does.
    [LoggerMessage(EventId = 1, EventName = "UpstreamUnavailable", Level = LogLevel.Warning,
        Message = "{Upstream} is not available (trace {TraceId}): {Reason}")]
    private partial void LogUnavailable(string upstream, string traceId, string? reason);

    [LoggerMessage(EventId = 2, EventName = "RequestFailed", Level = LogLevel.Error,
        Message = "A request failed (trace {TraceId})")]
    private partial void LogFailure(string traceId, Exception exception);
}
