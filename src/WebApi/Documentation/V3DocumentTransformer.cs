using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace DealInsights.WebApi.Documentation;

/// <summary>Says what the document describes.</summary>
internal sealed class V3DocumentTransformer : IOpenApiDocumentTransformer
{
    public Task TransformAsync(
        OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellationToken)
    {
        document.Info = new OpenApiInfo
        {
            Title = "DealInsights API",
            Version = "v3",
            Description =
                "Which deals there are, what is recorded of each, what worries the buyer, what was said in the last "
                + "meetings, and who is at the table and may decide; with where each insight comes from, how fresh it is, "
                + "and its evidence. Times are ISO 8601 in UTC; a day that was recorded without a time is its midnight. "
                + "Every answer that can be asked for again has an `ETag`. Every error is an RFC 9457 problem document "
                + "with a `traceId`.",
        };

        return Task.CompletedTask;
    }
}
