using DealInsights.WebApi.Streaming;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace DealInsights.WebApi.OpenApi;

/// <summary>
/// Describes the event streams of v3. OpenAPI cannot describe the data of events before version 3.2, so its schemas are
/// only listed as components.
/// </summary>
/// <param name="format">The OpenAPI version in which the document is written.</param>
internal sealed class V3StreamTransformer(OpenApiSpecVersion format) : IOpenApiOperationTransformer
{
    private const string Example = """
        id: 1
        event: statement
        data: {"text":"Agreeing on a pilot in March.","evidence":[{"quote":"we start the pilot in March","meetingId":"Acme renewal_2026-01-12","meetingDate":"2026-01-12T00:00:00Z"}]}

        id: 2
        event: final
        data: {"text":"Agreeing on a pilot in March.","statements":[{"text":"Agreeing on a pilot in March.","evidence":[{"quote":"we start the pilot in March","meetingId":"Acme renewal_2026-01-12","meetingDate":"2026-01-12T00:00:00Z"}]}],"provenance":{"asOf":"2026-01-12T00:00:00Z","generatedAt":"2026-01-12T16:20:00Z","source":"model","stale":false,"fallbackReason":null}}


        """;

    public Task TransformAsync(
        OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        if (operation.Responses?["200"] is not OpenApiResponse { Content: { } content }
            || !content.TryGetValue(EventStreamWriter.MediaType, out var events))
        {
            return Task.CompletedTask;
        }

        // The framework also lists the media types of its formatters, which do not write events.
        content.Clear();
        content[EventStreamWriter.MediaType] = events;
        events.Schema = new OpenApiSchema
        {
            Type = JsonSchemaType.String,
            // Makes generators return the stream instead of its whole text.
            Format = format == OpenApiSpecVersion.OpenApi3_0 ? "binary" : null,
            Description = "Events whose data is JSON: `Statement`, `Overview` or `ProblemDetails`, by the event's name.",
        };
        events.Example = Example.ReplaceLineEndings("\n");

        return Task.CompletedTask;
    }
}
