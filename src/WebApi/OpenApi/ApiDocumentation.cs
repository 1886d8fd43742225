using DealInsights.WebApi.Http;
using DealInsights.WebApi.V2;
using DealInsights.WebApi.V3;
using Scalar.AspNetCore;

namespace DealInsights.WebApi.OpenApi;

/// <summary>The OpenAPI documents and the page that shows them.</summary>
internal static class ApiDocumentation
{
    public const string Page = "/docs";

    // The page runs its own scripts, allowed by a nonce per response, and adds inline styles.
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

                options.AddSecurity();
                options.AddOperationTransformer<OperationTransformer>();
                options.AddSchemaTransformer(new SchemaTransformer(document.Format));
            });
        }

        return services;
    }

    /// <summary>Maps <c>/openapi/NAME.json</c>, <c>/docs</c>, and a redirect from <c>/</c> to it.</summary>
    public static void MapApiDocumentation(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapOpenApi(ApiDocument.Route).WithMetadata(new PublicDocument()).AllowAnonymous();
        endpoints.MapScalarApiReference(Page, page => page
            .WithTitle("DealInsights API")
            .AddDocument(V3Api.Version, "v3")
            .AddDocument(V2Api.Version, "v2 (HubSpot CRM UI)")
            // The page uses nothing from other hosts: no fonts, none of the vendor's services.
            .DisableDefaultFonts()
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
