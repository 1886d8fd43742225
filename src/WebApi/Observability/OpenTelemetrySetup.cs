using System.Reflection;
using DealInsights.Application;
using DealInsights.Application.Diagnostics;
using DealInsights.WebApi.Http;
using Microsoft.Extensions.Options;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace DealInsights.WebApi.Observability;

/// <summary>Sets up metrics for <c>/metrics</c>, and the export of traces and metrics when a collector is configured.</summary>
internal static class OpenTelemetrySetup
{
    private const string MongoDriver = "MongoDB.Driver";

    /// <summary>
    /// Adds metrics and traces; <c>OTEL_SERVICE_NAME</c> and <c>OTEL_RESOURCE_ATTRIBUTES</c> override the service's name.
    /// </summary>
    public static IServiceCollection AddObservability(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddValidatedOptions<MetricsOptions>(MetricsOptions.Section);
        services.AddValidatedOptions<TracingOptions>(TracingOptions.Section);
        services.AddValidatedOptions<TimingOptions>(TimingOptions.Section);
        var version = Assembly.GetExecutingAssembly().GetName().Version?.ToString(3);
        var telemetry = services.AddOpenTelemetry()
            .ConfigureResource(resource => resource
                .AddService("dealinsights", serviceVersion: version)
                .AddEnvironmentVariableDetector())
            .WithMetrics(metrics => AddMetrics(metrics, IsExportConfigured(configuration, "METRICS")));

        if (IsExportConfigured(configuration, "TRACES"))
        {
            telemetry.WithTracing(traces => AddTraces(traces, hasSampler: configuration["OTEL_TRACES_SAMPLER"] is not null));
        }

        return services;
    }

    private static void AddMetrics(MeterProviderBuilder metrics, bool export)
    {
        metrics
            .AddMeter(Telemetry.Name, "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel")
            // The same as dealinsights.requests.in_progress.
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
            .AddSource(Telemetry.Name, MongoDriver)
            .AddAspNetCoreInstrumentation(requests => requests.Filter = context => !InstanceEndpoints.Include(context.Request.Path))
            .AddHttpClientInstrumentation()
            // Processors run in the order of registration: before the exporter.
            .AddProcessor(new NameRemover())
            .AddOtlpExporter();
        if (!hasSampler)
        {
            // A sampler set in code would override OTEL_TRACES_SAMPLER.
            traces.SetSampler(services => new ParentBasedSampler(new TraceIdRatioBasedSampler(
                services.GetRequiredService<IOptions<TracingOptions>>().Value.SampleRatio)));
        }
    }

    // The exporter reads the same settings, but would ignore a URL that it cannot parse and send to its default.
    private static bool IsExportConfigured(IConfiguration configuration, string signal)
    {
        string[] settings = ["OTEL_EXPORTER_OTLP_ENDPOINT", $"OTEL_EXPORTER_OTLP_{signal}_ENDPOINT"];
        var configured = settings.Where(setting => !string.IsNullOrWhiteSpace(configuration[setting])).ToList();

        return configured.Find(setting => !IsHttpUrl(configuration[setting])) is { } invalid
            ? throw new OptionsValidationException(
                invalid, typeof(OpenTelemetrySetup), [$"{invalid} is no address, such as http://localhost:4317."])
            : configured.Count > 0;
    }

    private static bool IsHttpUrl(string? text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var url)
        && (url.Scheme == Uri.UriSchemeHttp || url.Scheme == Uri.UriSchemeHttps);
}
