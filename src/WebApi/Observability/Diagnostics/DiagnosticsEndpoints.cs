using DealInsights.WebApi.Authentication;
using DealInsights.WebApi.Http;
using Microsoft.AspNetCore.Cors;

namespace DealInsights.WebApi.Observability.Diagnostics;

/// <summary>Shows operators where the time went: as JSON and as a page.</summary>
internal static class DiagnosticsEndpoints
{
    public const string Page = "/diagnostics";

    public const string Timings = "/diagnostics/timings";

    // Allows the page's own two files and its requests for the figures.
    private static readonly ContentSecurityPolicy PagePolicy = new(_ =>
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src data:; "
        + "base-uri 'none'; form-action 'none'; frame-ancestors 'none'");

    public static IServiceCollection AddDiagnostics(this IServiceCollection services)
    {
        services.AddSingleton<MeasurementRecorder>();
        services.AddSingleton<DiagnosticsReporter>();

        return services;
    }

    /// <summary>
    /// Maps <c>/diagnostics</c> and <c>/diagnostics/timings</c> for operators, exempt from the limit on requests in progress:
    /// they are needed most when it is reached.
    /// </summary>
    public static void MapDiagnostics(this IEndpointRouteBuilder endpoints)
    {
        // Records from the start, not from the first look at the page.
        endpoints.ServiceProvider.GetRequiredService<MeasurementRecorder>();
        var group = endpoints.MapGroup(Page)
            .RequireAuthorization(Policies.Operations)
            // In Development any web page may read the API, but not this.
            .WithMetadata(new DisableCorsAttribute(), PagePolicy)
            .DisableRateLimiting()
            .ExcludeFromDescription();
        group.MapGet("/timings", (DiagnosticsReporter reporter) => Results.Json(reporter.Create()));
        group.MapGet("", () => File("diagnostics.html", "text/html; charset=utf-8"));
        group.MapGet("/page.js", () => File("diagnostics.js", "text/javascript; charset=utf-8"));
        group.MapGet("/page.css", () => File("diagnostics.css", "text/css; charset=utf-8"));
    }

    private static IResult File(string name, string mediaType) => Results.Stream(
        typeof(DiagnosticsEndpoints).Assembly.GetManifestResourceStream($"{typeof(DiagnosticsEndpoints).Namespace}.Page.{name}")
            ?? throw new InvalidOperationException($"{name} is not embedded."),
        mediaType);
}
