using DealInsights.WebApi.V2;
using DealInsights.WebApi.V3;
using Microsoft.AspNetCore.Mvc.ApiExplorer;
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
            options.AddSecurity();
            options.ShouldInclude = operation => IsUnder(V2Api.Base, operation);
        });
        services.AddOpenApi(V3Api.Version, options =>
        {
            options.AddDocumentTransformer<V3DocumentTransformer>();
            options.AddOperationTransformer<V3OperationTransformer>();
            options.AddSchemaTransformer<V3SchemaTransformer>();
            options.ShouldInclude = operation => IsUnder(V3Api.Base, operation);
            options.CreateSchemaReferenceId = V3SchemaTransformer.NameOf;
            options.AddSecurity();
        });

        return services;
    }

    /// <summary>
    /// What the page may load and run, which is its own and nothing else; <see langword="null"/> for answers that are not
    /// the page. Its scripts are known by a word that is new for each answer. Styles are written into it.
    /// </summary>
    public static string? ContentSecurityPolicy(HttpContext context) =>
        context.Items.TryGetValue(ScalarOptions.NonceHttpContextItemKey, out var nonce)
            ? $"default-src 'none'; script-src 'nonce-{nonce}'; style-src 'self' 'unsafe-inline'; connect-src 'self'; "
                + "img-src 'self' data:; font-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
            : null;

    /// <summary>Maps <c>/openapi/v2.json</c>, <c>/openapi/v3.json</c>, <c>/docs</c>, and <c>/</c>, which leads there.</summary>
    public static void MapApiDocumentation(this IEndpointRouteBuilder endpoints)
    {
        // Of the known documents alone: for others it would answer plain text where every other address has a problem.
        endpoints.MapOpenApi($"/openapi/{{documentName:regex(^({V2Api.Version}|{V3Api.Version})$)}}.json").AllowAnonymous();
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
            .AllowAnonymous();
        endpoints.MapGet("/", () => Results.Redirect(Page)).AllowAnonymous().ExcludeFromDescription();
    }

    private static bool IsUnder(string address, ApiDescription operation) =>
        $"/{operation.RelativePath}".StartsWith($"{address}/", StringComparison.Ordinal);
}
