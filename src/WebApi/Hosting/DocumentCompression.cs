using DealInsights.WebApi.Documentation;
using Microsoft.AspNetCore.ResponseCompression;

namespace DealInsights.WebApi.Hosting;

/// <summary>
/// Compresses the API page and the OpenAPI document, which are large and the same for everybody. The answers about deals
/// are a few hundred bytes, on which compression costs more time than it saves.
/// </summary>
internal static class DocumentCompression
{
    public static void AddDocumentCompression(this IServiceCollection services) =>
        services.AddResponseCompression(compression =>
        {
            // What is compressed is public and holds no secret, so lengths can give none away.
            compression.EnableForHttps = true;
            compression.MimeTypes = [.. ResponseCompressionDefaults.MimeTypes, "application/openapi+json"];
        });

    public static void UseDocumentCompression(this IApplicationBuilder app) =>
        app.UseWhen(
            context => context.Request.Path.StartsWithSegments(ApiDocumentation.Page)
                || context.Request.Path.StartsWithSegments("/openapi"),
            documents => documents.UseResponseCompression());
}
