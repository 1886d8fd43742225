using System.Reflection;
using System.Threading.RateLimiting;
using DealInsights.Application;
using DealInsights.Application.Diagnostics;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace DealInsights.WebApi.Observability;

/// <summary>Metrics for <c>/metrics</c> always; traces, and metrics by OTLP, when a collector is configured.</summary>
internal static class OpenTelemetrySetup
{
    private const string MongoDriver = "MongoDB.Driver";
    private const string Requests = "Microsoft.AspNetCore";

    // Spans are a good part of what a stored answer costs, and thousands of them a second tell nothing that a hundred do not.
    private const double UsualShareOfTraces = 0.1;
    private const int MostTracesPerSecond = 100;

    /// <summary>Adds what listens; <c>OTEL_SERVICE_NAME</c> and <c>OTEL_RESOURCE_ATTRIBUTES</c> override the service's name.</summary>
    public static IServiceCollection AddObservability(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddValidatedOptions<MetricsOptions>(MetricsOptions.Section);
        var version = Assembly.GetExecutingAssembly().GetName().Version?.ToString(3);
        var telemetry = services.AddOpenTelemetry()
            .ConfigureResource(resource => resource
                .AddService("dealinsights", serviceVersion: version)
                .AddEnvironmentVariableDetector())
            .WithMetrics(metrics => AddMetrics(metrics, TraceExport.IsWantedForMetrics(configuration)));

        // Without a collector nobody listens, and no span is made.
        if (TraceExport.IsWantedForTraces(configuration))
        {
            telemetry.WithTracing(traces => AddTraces(traces, hasSampler: configuration["OTEL_TRACES_SAMPLER"] is not null));
        }

        return services;
    }

    /// <summary>Describes requests that are traced, see <see cref="RequestSpanMiddleware"/>; outside of what turns failures into answers.</summary>
    public static void UseRequestSpans(this WebApplication app)
    {
        if (TraceExport.IsWantedForTraces(app.Configuration))
        {
            app.UseMiddleware<RequestSpanMiddleware>();
        }
    }

    private static void AddMetrics(MeterProviderBuilder metrics, bool export)
    {
        metrics
            // Not all that the framework counts: routing, rate limiting and authorization alone count ten times a request,
            // what the request's own metrics tell as well.
            .AddMeter(Telemetry.Name, "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel")
            // dealinsights.requests.in_progress tells it, and costs a request nothing.
            .AddView("http.server.active_requests", MetricStreamConfiguration.Drop)
            .AddHttpClientInstrumentation()
            .AddRuntimeInstrumentation()
            .AddPrometheusExporter();
        if (export)
        {
            metrics.AddOtlpExporter();
        }
    }

    private static void AddTraces(TracerProviderBuilder traces, bool hasSampler)
    {
        traces
            .AddSource(Telemetry.Name, MongoDriver, Requests)
            .AddHttpClientInstrumentation()
            // Before the exporter, which is told of spans in the order of registration.
            .AddProcessor(new NameRemover())
            .AddOtlpExporter();
        if (!hasSampler)
        {
            // What is set in code would win over the setting.
            traces.SetSampler(new ParentBasedSampler(new LimitedSampler(
                new TraceIdRatioBasedSampler(UsualShareOfTraces),
                new FixedWindowRateLimiter(new FixedWindowRateLimiterOptions
                {
                    PermitLimit = MostTracesPerSecond,
                    Window = TimeSpan.FromSeconds(1),
                }))));
        }
    }
}
