using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using DealInsights.Application;
using DealInsights.Infrastructure;
using DealInsights.WebApi.Authentication;
using DealInsights.WebApi.OpenApi;
using DealInsights.WebApi.Http;
using DealInsights.WebApi.Observability;
using DealInsights.WebApi.Observability.Diagnostics;
using DealInsights.WebApi.Streaming;
using DealInsights.WebApi.V3;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.Net.Http.Headers;

namespace DealInsights.WebApi;

/// <summary>Puts the service together. Tests build it as the program does.</summary>
public static class DealInsightsApp
{
    // The response headers that scripts of allowed origins may read.
    private static readonly string[] ExposedHeaders =
    [
        InsightHeaders.Source, InsightHeaders.GeneratedAt, ServerTimingHeaders.ResponseTime, ServerTimingHeaders.ServerTiming,
        HeaderNames.ETag, HeaderNames.RetryAfter,
    ];

    /// <summary>Builds the service from arguments (<c>--Section:Name=value</c>), environment and <c>appsettings.json</c>.</summary>
    /// <param name="args">The command line.</param>
    /// <param name="configure">Changes by a test before the service is built; null in production.</param>
    public static WebApplication Build(string[] args, Action<WebApplicationBuilder>? configure = null)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            Args = args,
            // By default the name of the process, which in a test is another: its controllers would not be found.
            ApplicationName = typeof(DealInsightsApp).Assembly.GetName().Name,
            // Settings and samples are beside the program, whatever the working directory.
            ContentRootPath = AppContext.BaseDirectory,
        });
        builder.UseServerSettings();
        builder.Logging.UseConsole(builder.Environment);

        builder.Services
            .AddApplication()
            .AddInfrastructure(builder.Configuration)
            .AddWebApi()
            .AddObservability(builder.Configuration);
        configure?.Invoke(builder);

        var app = builder.Build();
        app.UseWebApi();

        return app;
    }

    private static IServiceCollection AddWebApi(this IServiceCollection services)
    {
        services.AddHttps().AddAccess();
        services.AddLimits().AddCrossOrigin(ExposedHeaders).AddHealth().AddDiagnostics().AddApiDocumentation();
        services
            .AddProblemDetails(problems => problems.CustomizeProblemDetails =
                context => Problems.AddTraceId(context.HttpContext, context.ProblemDetails))
            .AddExceptionHandler<FailureHandler>();
        // As itself too: a stream that breaks is described like a request that fails.
        services.AddSingleton<FailureHandler>();
        services.AddValidatedOptions<StreamOptions>(StreamOptions.Section);
        services.AddMapping();
        services.AddValidatedOptions<InsightPartOptions>(InsightPartOptions.Section);
        services.AddScoped<InsightParts>();
        services.AddHostedService<StartupReport>();
        services.AddHostedService<AuditWriter>();
        services.AddDocumentCompression();
        // The OpenAPI document describes numbers by these options. Unless strict, it would allow text for each of them.
        services.ConfigureHttpJsonOptions(json =>
        {
            json.SerializerOptions.NumberHandling = JsonNumberHandling.Strict;
            json.SerializerOptions.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.CamelCase));
        });
        services
            .AddControllers(mvc =>
            {
                // No endpoint binds forms or files, so their value providers only cost time.
                mvc.ValueProviderFactories.Clear();
                mvc.ValueProviderFactories.Add(new RouteValueProviderFactory());
                mvc.ValueProviderFactories.Add(new QueryStringValueProviderFactory());
                mvc.ModelBinderProviders.Insert(0, new DecimalBinder.Provider());
                mvc.Filters.Add<JsonBodyFilter>();
            })
            .ConfigureApiBehaviorOptions(api => api.InvalidModelStateResponseFactory = FailureHandler.RefuseUnreadable)
            // Keeps quotes and names of people readable: the JSON is never pasted into a page.
            .AddJsonOptions(json =>
            {
                json.JsonSerializerOptions.Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping;
                json.JsonSerializerOptions.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.CamelCase));
            });

        return services;
    }

    private static void UseWebApi(this WebApplication app)
    {
        app.UseProxies();
        app.UseSecurityHeaders();
        // Before anything changes the path, because the redirect contains it as it was sent.
        app.UseHttps();
        // Before the log, which shows a request by its route.
        app.UseRouting();
        app.UseMiddleware<RequestTimingMiddleware>();
        app.UseMiddleware<AuditMiddleware>();
        app.UseExceptionHandler();
        app.UseStatusCodePages(context => Problems.WriteAsync(context.HttpContext, context.HttpContext.Response.StatusCode));
        app.UseV3Methods();
        app.UseDocumentCompression();
        app.UseCors();
        app.UseLimits();
        app.UseAccess();

        var controllers = app.MapControllers();
        controllers.AllowHead();
        app.MapHealth();
        app.MapDiagnostics();
        app.MapMetrics();
        app.MapApiDocumentation();
        PolicyCheck.Run(app);
    }
}
