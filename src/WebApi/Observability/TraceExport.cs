using Microsoft.Extensions.Options;

namespace DealInsights.WebApi.Observability;

/// <summary>
/// Whether and where to send traces and metrics, by OpenTelemetry's own settings, which its exporter reads from the same
/// configuration: <c>OTEL_EXPORTER_OTLP_ENDPOINT</c>, or one for each of the two.
/// </summary>
internal static class TraceExport
{
    private const string Endpoint = "OTEL_EXPORTER_OTLP_ENDPOINT";
    private const string TracesEndpoint = "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT";
    private const string MetricsEndpoint = "OTEL_EXPORTER_OTLP_METRICS_ENDPOINT";

    public static bool IsWantedForTraces(IConfiguration configuration) => IsAny(configuration, Endpoint, TracesEndpoint);

    public static bool IsWantedForMetrics(IConfiguration configuration) => IsAny(configuration, Endpoint, MetricsEndpoint);

    // All are looked at: the exporter would pass over one that it cannot read, and send to its default instead.
    private static bool IsAny(IConfiguration configuration, params string[] settings) => settings
        .Where(setting => !string.IsNullOrWhiteSpace(configuration[setting]))
        .Select(setting => IsAddress(configuration[setting])
            ? setting
            : throw new OptionsValidationException(
                setting, typeof(TraceExport), [$"{setting} is no address, such as http://localhost:4317."]))
        .ToList() is { Count: > 0 };

    private static bool IsAddress(string? text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var address)
        && (address.Scheme == Uri.UriSchemeHttp || address.Scheme == Uri.UriSchemeHttps);
}
