using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using DealInsights.Application;
using DealInsights.Infrastructure;
using DealInsights.WebApi.Answers;
using DealInsights.WebApi.Authentication;
using DealInsights.WebApi.OpenApi;
using DealInsights.WebApi.Http;
using DealInsights.WebApi.Observability;
using DealInsights.WebApi.Observability.Diagnostics;
using DealInsights.WebApi.Streaming;
using DealInsights.WebApi.V3;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.Extensions.Options;
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
    /// <param name="configure">What a test adds before the service is built; nothing in production.</param>
    public static WebApplication Build(string[] args, Action<WebApplicationBuilder>? configure = null)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            Args = args,
            // By default the process that hosts it, which in a test is not this one: its controllers would not be found.
            ApplicationName = typeof(DealInsightsApp).Assembly.GetName().Name,
            // Settings and samples lie beside the program, wherever it is started from.
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
        services.AddEventStreams();
        services.AddMapping();
        services.AddValidatedOptions<InsightPartOptions>(InsightPartOptions.Section);
        services.AddScoped<InsightParts>();
        services.AddHostedService<StartupReport>();
        services.AddHostedService<AuditWriter>();
        services.AddDocumentCompression();
        // The document describes numbers by these options: strict, or every one of them could be text as well.
        services.ConfigureHttpJsonOptions(json =>
        {
            json.SerializerOptions.NumberHandling = JsonNumberHandling.Strict;
            json.SerializerOptions.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.CamelCase));
        });
        services
            .AddControllers(mvc =>
            {
                // What no address has would be asked for every value of every request: forms, files.
                mvc.ValueProviderFactories.Clear();
                mvc.ValueProviderFactories.Add(new RouteValueProviderFactory());
                mvc.ValueProviderFactories.Add(new QueryStringValueProviderFactory());
                mvc.ModelBinderProviders.Insert(0, new DecimalBinder.Provider());
            })
            // The validators decide what is valid, so that there is one form of refusal.
            .ConfigureApiBehaviorOptions(api => api.SuppressModelStateInvalidFilter = true)
            // Names and quotes as they are: this is JSON served as JSON, never pasted into a page.
            .AddJsonOptions(json =>
            {
                json.JsonSerializerOptions.Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping;
                json.JsonSerializerOptions.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.CamelCase));
            });
        services.AddOptions<MvcOptions>().Configure<IOptions<JsonOptions>>(
            (mvc, json) => mvc.OutputFormatters.Insert(0, new WholeJsonFormatter(json.Value.JsonSerializerOptions)));

        return services;
    }

    private static void UseWebApi(this WebApplication app)
    {
        app.UseProxies();
        app.UseSecurityHeaders();
        // While the path is as it was sent: it goes into the address that the caller is sent to.
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
