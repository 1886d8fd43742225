using DealInsights.WebApi.Streaming;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace DealInsights.WebApi.Documentation;

/// <summary>
/// Describes the streams of events of v3, after <see cref="V3OperationTransformer"/>: they have no version to ask for. The
/// data of events cannot be described as such before OpenAPI 3.2, so its schemas stand beside the operation.
/// </summary>
/// <param name="format">The version of OpenAPI in which the document is written.</param>
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
        if (operation.Responses?["200"] is not OpenApiResponse { Content: { } content } answer
            || !content.TryGetValue(EventStreamWriter.MediaType, out var events))
        {
            return Task.CompletedTask;
        }

        // The formatters would also write other types, which the events are not written by.
        content.Clear();
        content[EventStreamWriter.MediaType] = events;
        events.Schema = new OpenApiSchema
        {
            Type = JsonSchemaType.String,
            // What generators that read the older format need to hand on the stream instead of waiting for its end.
            Format = format == OpenApiSpecVersion.OpenApi3_0 ? "binary" : null,
            Description = "Events whose data is JSON: `Statement`, `Overview` or `ProblemDetails`, by the event's name.",
        };
        events.Example = Example.ReplaceLineEndings("\n");
        answer.Headers = null;
        operation.Responses.Remove("304");
        operation.Parameters = [.. (operation.Parameters ?? []).Where(parameter => parameter.Name != "If-None-Match")];

        return Task.CompletedTask;
    }
}
