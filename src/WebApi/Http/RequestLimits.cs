using System.Threading.RateLimiting;
using DealInsights.Application;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.Timeouts;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Options;

namespace DealInsights.WebApi.Http;

/// <summary>The limits on requests in progress, on their duration and on their bodies.</summary>
internal static partial class RequestLimits
{
    /// <summary>
    /// The largest body in bytes where an endpoint does not set its own limit with <see cref="RequestSizeLimitAttribute"/>.
    /// </summary>
    public const int DefaultMaxBodySize = 16 * 1024;

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

    /// <summary>Adds the limits to the pipeline; endpoints that disable rate limiting are exempt from the first.</summary>
    public static void UseLimits(this IApplicationBuilder app)
    {
        // Created now, so that its counters are reported before there is a refusal.
        app.ApplicationServices.GetRequiredService<LimitMetrics>();
        app.Use(RefuseLargeBodiesAsync);
        app.UseMiddleware<HubSpotTimeoutMiddleware>();
        // Before the rate limiter, so that the wait for a permit counts.
        app.UseRequestTimeouts();
        app.Use(EndRequestsThatWaitedTooLongAsync);
        app.UseRateLimiter();
    }

    private static void LimitRequestsInProgress(RateLimiterOptions limiter, LimitOptions limits)
    {
        var share = limits.MaxConcurrentRequestsPerClient ?? (limits.MaxConcurrentRequests + 1) / 2;
        limiter.GlobalLimiter = PartitionedRateLimiter.CreateChained(
            LimitConcurrency(share, limits.QueueLength, context =>
                (IsPublicDocument(context), ClientNetwork.Of(context.Connection.RemoteIpAddress))),
            LimitConcurrency(limits.MaxConcurrentRequests, limits.QueueLength, IsPublicDocument));
        limiter.OnRejected = async (rejected, _) =>
        {
            var context = rejected.HttpContext;
            Metrics(context).RecordRefused(LimitMetrics.Busy);
            LogOverload(Logger(context), limits.MaxConcurrentRequests, share, Problems.TraceIdOf(context));
            await Problems.WriteRetryLaterAsync(
                context, StatusCodes.Status503ServiceUnavailable, "Too many requests are in progress.", TimeSpan.FromSeconds(1));
        };
    }

    private static PartitionedRateLimiter<HttpContext> LimitConcurrency<TKey>(
        int permits, int queueLength, Func<HttpContext, TKey> partition)
        where TKey : notnull => PartitionedRateLimiter.Create<HttpContext, TKey>(
            context => RateLimitPartition.GetConcurrencyLimiter(partition(context), _ => new ConcurrencyLimiterOptions
            {
                PermitLimit = permits,
                QueueLimit = queueLength,
                QueueProcessingOrder = QueueProcessingOrder.OldestFirst,
            }));

    // Callers without credentials may read these as slowly as they like, so they have permits of their own.
    private static bool IsPublicDocument(HttpContext context) =>
        context.GetEndpoint()?.Metadata.GetMetadata<PublicDocument>() is not null;

    // The server refuses a large body when it is read, which few endpoints do. This refuses the announced length, with a
    // problem document.
    private static Task RefuseLargeBodiesAsync(HttpContext context, RequestDelegate next)
    {
        // Routing has set the endpoint's own limit.
        var limit = context.Features.Get<IHttpMaxRequestBodySizeFeature>()?.MaxRequestBodySize;
        if (context.Request.ContentLength is not { } length || length <= (limit ?? long.MaxValue))
        {
            return next(context);
        }

        Metrics(context).RecordRefused(LimitMetrics.Body);

        return Problems.WriteAsync(
            context, StatusCodes.Status413PayloadTooLarge, $"A request's body may have {limit} bytes at most.");
    }

    // The rate limiter returns without a response when the wait for a permit is cancelled, which would be an empty 200.
    private static async Task EndRequestsThatWaitedTooLongAsync(HttpContext context, RequestDelegate next)
    {
        await next(context);
        if (!context.Response.HasStarted)
        {
            context.RequestAborted.ThrowIfCancellationRequested();
        }
    }

    /// <summary>Counts and logs a request that took too long, and describes the problem for its caller.</summary>
    public static ProblemDetails ReportOverdue(HttpContext context)
    {
        var limits = context.RequestServices.GetRequiredService<IOptions<LimitOptions>>().Value;
        var limit = HubSpotRequests.IsFromHubSpot(context) ? limits.HubSpotLimit : limits.RequestTimeout;
        Metrics(context).RecordRefused(LimitMetrics.Timeout);
        LogOverdue(Logger(context), limit.TotalSeconds, Problems.TraceIdOf(context));

        return new ProblemDetails
        {
            Status = StatusCodes.Status504GatewayTimeout,
            Detail = "The request took longer than a request may.",
        };
    }

    /// <summary>Ends a request that took too long.</summary>
    public static Task EndOverdueAsync(HttpContext context) => Problems.WriteAsync(context, ReportOverdue(context));

    private static LimitMetrics Metrics(HttpContext context) => context.RequestServices.GetRequiredService<LimitMetrics>();

    private static ILogger<LimitOptions> Logger(HttpContext context) =>
        context.RequestServices.GetRequiredService<ILogger<LimitOptions>>();

    [LoggerMessage(EventId = 1, EventName = "Overloaded", Level = LogLevel.Warning,
        Message = "Refused a request: {MaxConcurrentRequests} are in progress, or {MaxPerClient} of its client (trace {TraceId})")]
    private static partial void LogOverload(ILogger logger, int maxConcurrentRequests, int maxPerClient, string traceId);

    [LoggerMessage(EventId = 2, EventName = "RequestTimedOut", Level = LogLevel.Warning,
        Message = "Ended a request that took longer than {LimitSeconds} s (trace {TraceId})")]
    private static partial void LogOverdue(ILogger logger, double limitSeconds, string traceId);
}
