using DealInsights.Application;
using DealInsights.WebApi.Security;
using Microsoft.AspNetCore.Cors;

namespace DealInsights.WebApi.Diagnostics;

/// <summary>Where the time went, for operators: as JSON and as a page.</summary>
internal static class DiagnosticsEndpoints
{
    public const string Page = "/diagnostics";

    public const string Timings = "/diagnostics/timings";

    // Nothing but its own two files and the figures, which it asks for; in nobody's frame.
    private const string ContentSecurityPolicy =
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src data:; "
        + "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    public static IServiceCollection AddDiagnostics(this IServiceCollection services)
    {
        services.AddValidatedOptions<DiagnosticsOptions>(DiagnosticsOptions.Section);
        services.AddSingleton<TimingRecord>();
        services.AddSingleton<TimingReports>();

        return services;
    }

    /// <summary>
    /// Maps <c>/diagnostics</c> and <c>/diagnostics/timings</c>, which answer to operators only and are exempt from the
    /// limit on requests in progress: they are wanted most when it is reached.
    /// </summary>
    public static void MapDiagnostics(this IEndpointRouteBuilder endpoints)
    {
        var group = endpoints.MapGroup(Page)
            .RequireAuthorization(Rights.Operations)
            // In Development any web page may read the API, but not this.
            .WithMetadata(new DisableCorsAttribute())
            .DisableRateLimiting()
            .ExcludeFromDescription();
        group.MapGet("/timings", (TimingReports reports) => Results.Json(reports.Make()));
        group.MapGet("", (HttpContext context) => File(context, "diagnostics.html", "text/html; charset=utf-8"));
        group.MapGet("/page.js", (HttpContext context) => File(context, "diagnostics.js", "text/javascript; charset=utf-8"));
        group.MapGet("/page.css", (HttpContext context) => File(context, "diagnostics.css", "text/css; charset=utf-8"));
    }

    private static IResult File(HttpContext context, string name, string mediaType)
    {
        context.Response.Headers.ContentSecurityPolicy = ContentSecurityPolicy;

        return Results.Stream(
            typeof(DiagnosticsEndpoints).Assembly.GetManifestResourceStream($"{typeof(DiagnosticsEndpoints).Namespace}.Page.{name}")
                ?? throw new InvalidOperationException($"{name} is not embedded."),
            mediaType);
    }
}
