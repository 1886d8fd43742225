using DealInsights.WebApi.Http;
using DealInsights.WebApi.V2;
using DealInsights.WebApi.V3;
using Scalar.AspNetCore;

namespace DealInsights.WebApi.Documentation;

/// <summary>The OpenAPI documents and the page that shows them.</summary>
internal static class ApiDocumentation
{
    public const string Page = "/docs";

    // The page runs its own scripts, by a nonce that is new for each response. It writes styles into itself.
    private static readonly ContentSecurityPolicy PagePolicy = new(context =>
        context.Items.TryGetValue(ScalarOptions.NonceHttpContextItemKey, out var nonce)
            ? $"default-src 'none'; script-src 'nonce-{nonce}'; style-src 'self' 'unsafe-inline'; connect-src 'self'; "
                + "img-src 'self' data:; font-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
            : "default-src 'none'; frame-ancestors 'none'");

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
                    options.AddOperationTransformer(new V3StreamTransformer(document.Format));
                }

                // Before what is done to all errors.
                options.AddSecurity();
                options.AddOperationTransformer<OperationTransformer>();
                options.AddSchemaTransformer(new SchemaTransformer(document.Format));
            });
        }

        return services;
    }

    /// <summary>Maps <c>/openapi/….json</c>, <c>/docs</c>, and <c>/</c>, which leads there.</summary>
    public static void MapApiDocumentation(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapOpenApi(ApiDocument.Route).WithMetadata(new PublicDocument()).AllowAnonymous();
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
            .HideClientButton()
            .AddPreferredSecuritySchemes(SecuritySchemes.ApiKey)
            .WithNonce())
            .WithMetadata(new PublicDocument(), PagePolicy)
            .AllowAnonymous();
        endpoints.MapGet("/", () => Results.Redirect(Page)).AllowAnonymous().ExcludeFromDescription();
    }
}
