using System.Diagnostics;
using System.Globalization;
using DealInsights.WebApi.Http;
using Microsoft.AspNetCore.Http.Features;

namespace DealInsights.WebApi.Observability;

/// <summary>
/// Describes the framework's span of a request by OpenTelemetry's conventions for HTTP servers, where it is traced. What
/// programs ask every few seconds, health and metrics, is not, whatever the sampler says.
/// </summary>
/// <remarks>
/// The instrumentation for ASP.NET Core does the same, and hears of every request for it, nine tenths and more of which
/// are not traced. The framework's own attributes are, in .NET 10, those of the beginning alone, made for every request too.
/// </remarks>
internal sealed class RequestSpanMiddleware(RequestDelegate next)
{
    private const string Other = "_OTHER";
    private const string ErrorType = "error.type";
    private const string ProtocolPrefix = "HTTP/";

    public Task InvokeAsync(HttpContext context)
    {
        if (context.Features.Get<IHttpActivityFeature>()?.Activity is not { IsAllDataRequested: true } span)
        {
            return next(context);
        }

        if (!InstanceEndpoints.Include(context.Request.Path))
        {
            return DescribeAsync(context, span);
        }

        span.IsAllDataRequested = false;
        span.ActivityTraceFlags &= ~ActivityTraceFlags.Recorded;

        return next(context);
    }

    private async Task DescribeAsync(HttpContext context, Activity span)
    {
        var method = DescribeBeginning(context.Request, span);
        try
        {
            await next(context);
        }
        catch (Exception failure)
        {
            // After the answer has begun; else it was turned into one. Its text can quote a name.
            span.SetStatus(ActivityStatusCode.Error);
            span.SetTag(ErrorType, failure.GetType().FullName);
            throw;
        }
        finally
        {
            DescribeEnd(context, span, method);
        }
    }

    private static string DescribeBeginning(HttpRequest request, Activity span)
    {
        var method = HttpMethods.GetCanonicalizedValue(request.Method);
        method = IsKnown(method) ? method : Other;
        span.SetTag("http.request.method", method);
        span.SetTag("url.scheme", request.Scheme);
        span.SetTag("server.address", request.Host.Host);
        span.SetTag("server.port", request.Host.Port);
        span.SetTag("user_agent.original", request.Headers.UserAgent is [{ Length: > 0 } agent] ? agent : null);
        span.SetTag("network.protocol.version", request.Protocol.StartsWith(ProtocolPrefix, StringComparison.Ordinal)
            ? request.Protocol[ProtocolPrefix.Length..]
            : null);

        return method;
    }

    private static void DescribeEnd(HttpContext context, Activity span, string method)
    {
        var status = context.Response.StatusCode;
        span.SetTag("http.response.status_code", status);
        if (status >= StatusCodes.Status500InternalServerError)
        {
            span.SetStatus(ActivityStatusCode.Error);
            span.SetTag(ErrorType, status.ToString(CultureInfo.InvariantCulture));
        }

        var pattern = AskedEndpoint.Of(context)?.RoutePattern.RawText;
        span.SetTag("http.route", pattern);
        // In the place of the path, which can have a name in it. Where nothing is mapped nothing is known of it.
        span.SetTag("url.path", pattern);
        span.DisplayName = pattern is null ? method : $"{method} {pattern}";
    }

    // A method is whatever a caller writes there.
    private static bool IsKnown(string method) =>
        HttpMethods.IsGet(method) || HttpMethods.IsHead(method) || HttpMethods.IsPost(method) || HttpMethods.IsPut(method)
        || HttpMethods.IsDelete(method) || HttpMethods.IsOptions(method) || HttpMethods.IsPatch(method)
        || HttpMethods.IsTrace(method) || HttpMethods.IsConnect(method);
}
