using System.Threading.RateLimiting;
using DealInsights.Application;
using DealInsights.WebApi.Errors;
using DealInsights.WebApi.Security;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.Timeouts;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Options;

namespace DealInsights.WebApi.Hosting;

/// <summary>
/// What the service refuses, politely: more requests in progress than it can serve, more of one client than it may send,
/// requests that take too long, and bodies that nobody reads.
/// </summary>
internal static partial class RequestLimits
{
    public static IServiceCollection AddLimits(this IServiceCollection services)
    {
        services.AddValidatedOptions<LimitOptions>(LimitOptions.Section);
        services.AddSingleton<LimitMetrics>();

        services.AddSingleton<ClientLimit>();

        services.AddRateLimiter(_ => { });
        services.AddOptions<RateLimiterOptions>().Configure<IOptions<LimitOptions>>(
            (limiter, limits) => LimitRequestsInProgress(limiter, limits.Value));

        services.AddRequestTimeouts();
        services.AddOptions<RequestTimeoutOptions>().Configure<IOptions<LimitOptions>>(
            (timeouts, limits) => timeouts.DefaultPolicy = new RequestTimeoutPolicy
            {
                Timeout = limits.Value.RequestTimeout,
                WriteTimeoutResponse = EndOverdueAsync,
            });

        return services;
    }

    /// <summary>Puts the limits in the way of requests; endpoints that disable rate limiting pass.</summary>
    public static void UseLimits(this IApplicationBuilder app)
    {
        // Made now, so that its counts are told before there are any.
        app.ApplicationServices.GetRequiredService<LimitMetrics>();
        app.Use(RefuseLargeBodiesAsync);
        app.UseMiddleware<HubSpotTimeoutMiddleware>();
        // Around the wait for a place, so that its time counts.
        app.UseRequestTimeouts();
        app.Use(EndRequestsThatWaitedTooLongAsync);
        app.UseRateLimiter();
    }

    private static void LimitRequestsInProgress(RateLimiterOptions limiter, LimitOptions limits)
    {
        limiter.GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, string>(
            _ => RateLimitPartition.GetConcurrencyLimiter("everybody", _ => new ConcurrencyLimiterOptions
            {
                PermitLimit = limits.MaxConcurrentRequests,
                QueueLimit = limits.QueueLength,
                QueueProcessingOrder = QueueProcessingOrder.OldestFirst,
            }));
        limiter.OnRejected = async (rejected, _) =>
        {
            var context = rejected.HttpContext;
            Metrics(context).RecordRefused(Refusal.Busy);
            LogOverload(Logger(context), limits.MaxConcurrentRequests, Problems.TraceIdOf(context));
            await Problems.WriteUnavailableAsync(
                context, "Too many requests are in progress.", TimeSpan.FromSeconds(1));
        };
    }

    // The server refuses a large body only when it is read, which no address does; so this looks at what is announced.
    // Set for each request, since the server's own options are read before those of others are checked.
    private static Task RefuseLargeBodiesAsync(HttpContext context, RequestDelegate next)
    {
        var most = Options(context).MaxRequestBodySize;
        if (context.Request.ContentLength is not { } length || length <= most)
        {
            if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } body)
            {
                body.MaxRequestBodySize = most;
            }

            return next(context);
        }

        Metrics(context).RecordRefused(Refusal.Body);

        return Problems.WriteAsync(
            context, StatusCodes.Status413PayloadTooLarge, $"A request's body may have {most} bytes at most.");
    }

    // The rate limiter returns without a word when the wait for a place is cancelled, which would be an empty 200.
    private static async Task EndRequestsThatWaitedTooLongAsync(HttpContext context, RequestDelegate next)
    {
        await next(context);
        if (!context.Response.HasStarted)
        {
            context.RequestAborted.ThrowIfCancellationRequested();
        }
    }

    /// <summary>Counts and logs that a request took longer than it may, and says so in the caller's words.</summary>
    public static ProblemDetails ReportOverdue(HttpContext context)
    {
        var limits = Options(context);
        var limit = HubSpotCalls.IsOne(context) ? limits.HubSpotLimit : limits.RequestTimeout;
        Metrics(context).RecordRefused(Refusal.Timeout);
        LogOverdue(Logger(context), limit.TotalSeconds, Problems.TraceIdOf(context));

        return new ProblemDetails
        {
            Status = StatusCodes.Status504GatewayTimeout,
            Detail = "The request took longer than a request may.",
        };
    }

    /// <summary>Answers a request that took longer than it may.</summary>
    public static Task EndOverdueAsync(HttpContext context) => Problems.WriteAsync(context, ReportOverdue(context));

    private static LimitOptions Options(HttpContext context) =>
        context.RequestServices.GetRequiredService<IOptions<LimitOptions>>().Value;

    private static LimitMetrics Metrics(HttpContext context) => context.RequestServices.GetRequiredService<LimitMetrics>();

    private static ILogger<LimitOptions> Logger(HttpContext context) =>
        context.RequestServices.GetRequiredService<ILogger<LimitOptions>>();

    [LoggerMessage(EventId = 1, EventName = "Overloaded", Level = LogLevel.Warning,
        Message = "Refused a request: {MaxConcurrentRequests} are in progress (trace {TraceId})")]
    private static partial void LogOverload(ILogger logger, int maxConcurrentRequests, string traceId);

    [LoggerMessage(EventId = 2, EventName = "RequestTimedOut", Level = LogLevel.Warning,
        Message = "Ended a request that took longer than {LimitSeconds} s (trace {TraceId})")]
    private static partial void LogOverdue(ILogger logger, double limitSeconds, string traceId);
}
