using Microsoft.AspNetCore.ResponseCompression;

namespace DealInsights.WebApi.Http;

/// <summary>
/// Compresses the public documents, which are large and the same for every caller. Responses about deals have a few
/// hundred bytes and are not compressed.
/// </summary>
internal static class DocumentCompression
{
    public static void AddDocumentCompression(this IServiceCollection services) =>
        services.AddResponseCompression(compression =>
        {
            // Public documents hold no secret that their compressed length could reveal.
            compression.EnableForHttps = true;
            compression.MimeTypes = [.. ResponseCompressionDefaults.MimeTypes, "application/openapi+json"];
        });

    public static void UseDocumentCompression(this IApplicationBuilder app) => app.UseWhen(
        context => context.GetEndpoint()?.Metadata.GetMetadata<PublicDocument>() is not null,
        documents => documents.UseResponseCompression());
}

/// <summary>Marks the endpoint of a document that is public and the same for every caller, such as the API page.</summary>
internal sealed class PublicDocument;
