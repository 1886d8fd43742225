using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace DealInsights.WebApi.Documentation;

/// <summary>Says what the document describes and where the service is found.</summary>
internal sealed class V2DocumentTransformer : IOpenApiDocumentTransformer
{
    public Task TransformAsync(
        OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellationToken)
    {
        document.Info = new OpenApiInfo
        {
            Title = "DealInsights API",
            Version = "v2",
            Description =
                "What a seller asks about a deal: who owns it and how active it is, what worries the buyer, what was said "
                + "in the last meetings, and who is at the table and may decide. A deal that is not stored is answered "
                + "with 200 and the operation's \"no data\" form. Query parameters that are not named here are ignored. "
                + "Every error is an RFC 9457 problem document with a `traceId`.",
        };

        return Task.CompletedTask;
    }
}
