using DealInsights.WebApi.V2;
using Scalar.AspNetCore;

namespace DealInsights.WebApi.Documentation;

/// <summary>The OpenAPI document and the page that shows it.</summary>
internal static class ApiDocumentation
{
    public const string Page = "/docs";

    public static IServiceCollection AddApiDocumentation(this IServiceCollection services)
    {
        services.AddOpenApi(V2Api.Version, options =>
        {
            options.AddDocumentTransformer<V2DocumentTransformer>();
            options.AddOperationTransformer<V2OperationTransformer>();
            options.AddSchemaTransformer<V2SchemaTransformer>();
        });

        return services;
    }

    /// <summary>Maps <c>/openapi/v2.json</c>, <c>/docs</c>, and <c>/</c>, which leads there.</summary>
    public static void MapApiDocumentation(this IEndpointRouteBuilder endpoints)
    {
        // Of the known documents alone: for others it would answer plain text where every other address has a problem.
        endpoints.MapOpenApi($"/openapi/{{documentName:regex(^{V2Api.Version}$)}}.json");
        endpoints.MapScalarApiReference(Page, page => page
            .WithTitle("DealInsights API")
            .AddDocument(V2Api.Version, "v2 (HubSpot CRM UI)")
            // The fonts would come from another host; the page is to work without a network.
            .DisableDefaultFonts()
            // Neither would its makers' other services, which it offers beside the API.
            .DisableAgent()
            .DisableMcp()
            .DisableTelemetry()
            .HideDeveloperTools()
            .HideClientButton());
        endpoints.MapGet("/", () => Results.Redirect(Page)).ExcludeFromDescription();
    }
}
