using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using DealInsights.WebApi.Http;
using Microsoft.AspNetCore.Mvc.Formatters;

namespace DealInsights.WebApi.Answers;

/// <summary>
/// Writes JSON answers whole, with their length. The framework's own formatter streams, which costs an answer of a few
/// hundred bytes more than writing it does, on both ends: chunks, and a state machine to write them.
/// </summary>
internal sealed class WholeJsonFormatter : TextOutputFormatter
{
    // What a thread serializes into is kept, up to this many bytes.
    private const int MostKept = 64 * 1024;

    // A writer's own options count, not those of the serializer: names and quotes as they are, which is JSON served as JSON.
    private static readonly JsonWriterOptions Relaxed = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        SkipValidation = true,
    };

    [ThreadStatic]
    private static ArrayBufferWriter<byte>? _body;

    [ThreadStatic]
    private static Utf8JsonWriter? _writer;

    private readonly JsonSerializerOptions _options;

    public WholeJsonFormatter(JsonSerializerOptions options)
    {
        _options = options;
        SupportedEncodings.Add(Encoding.UTF8);
        SupportedMediaTypes.Add("application/json");
        SupportedMediaTypes.Add("application/*+json");
    }

    /// <inheritdoc/>
    public override Task WriteResponseBodyAsync(OutputFormatterWriteContext context, Encoding selectedEncoding)
    {
        var body = Serialize(context.Object, context.ObjectType ?? typeof(object)).Span;
        if (body.Length > HubSpotRequests.MaxResponseSize && HubSpotRequests.IsFromHubSpot(context.HttpContext))
        {
            return Problems.WriteAsync(
                context.HttpContext,
                StatusCodes.Status406NotAcceptable,
                $"The answer has {body.Length} bytes, and HubSpot takes {HubSpotRequests.MaxResponseSize} at most.");
        }

        var response = context.HttpContext.Response;
        response.ContentLength = body.Length;
        // Copied now, before this thread serializes another.
        response.BodyWriter.Write(body);

        return response.BodyWriter.FlushAsync(context.HttpContext.RequestAborted).AsTask();
    }

    // Valid until this thread serializes another.
    private ReadOnlyMemory<byte> Serialize(object? value, Type type)
    {
        if (_body is not { Capacity: <= MostKept })
        {
            _body = new ArrayBufferWriter<byte>(initialCapacity: 4096);
            _writer = new Utf8JsonWriter(_body, Relaxed);
        }

        _body.ResetWrittenCount();
        _writer!.Reset();
        JsonSerializer.Serialize(_writer, value, type, _options);
        _writer.Flush();

        return _body.WrittenMemory;
    }
}
