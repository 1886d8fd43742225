using DealInsights.WebApi.V2;
using DealInsights.WebApi.V3;
using Scalar.AspNetCore;

namespace DealInsights.WebApi.Documentation;

/// <summary>The OpenAPI documents and the page that shows them.</summary>
internal static class ApiDocumentation
{
    public const string Page = "/docs";

    public static IServiceCollection AddApiDocumentation(this IServiceCollection services)
    {
        foreach (var document in ApiDocument.All)
        {
            services.AddOpenApi(document.Name, options =>
            {
                options.OpenApiVersion = document.Format;
                options.ShouldInclude = document.Describes;
                options.AddDocumentTransformer(new DocumentTransformer(document));
                if (document.Version == V2Api.Version)
                {
                    options.AddOperationTransformer<V2OperationTransformer>();
                }
                else
                {
                    options.CreateSchemaReferenceId = SchemaTransformer.NameWithoutVersion;
                    options.AddOperationTransformer<V3OperationTransformer>();
                    options.AddOperationTransformer<V3StreamTransformer>();
                }

                options.AddOperationTransformer<OperationTransformer>();
                options.AddSchemaTransformer(new SchemaTransformer(document.Format));
            });
        }

        return services;
    }

    /// <summary>Maps <c>/openapi/….json</c>, <c>/docs</c>, and <c>/</c>, which leads there.</summary>
    public static void MapApiDocumentation(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapOpenApi(ApiDocument.Route);
        endpoints.MapScalarApiReference(Page, page => page
            .WithTitle("DealInsights API")
            .AddDocument(V3Api.Version, "v3")
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
