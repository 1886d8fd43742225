using System.Buffers;
using System.Text;
using System.Text.Json;
using DealInsights.WebApi.Answers;
using DealInsights.WebApi.Errors;
using DealInsights.WebApi.Security;
using Microsoft.AspNetCore.Mvc.Formatters;

namespace DealInsights.WebApi.Hosting;

/// <summary>
/// Writes JSON answers whole, with their length. The framework's own formatter streams, which costs an answer of a few
/// hundred bytes more than writing it does, on both ends: chunks, and a state machine to write them.
/// </summary>
internal sealed class WholeJsonFormatter : TextOutputFormatter
{
    private readonly JsonSerializerOptions _options;

    public WholeJsonFormatter(JsonSerializerOptions options)
    {
        _options = options;
        SupportedEncodings.Add(Encoding.UTF8);
        SupportedMediaTypes.Add("application/json");
        SupportedMediaTypes.Add("application/*+json");
    }

    /// <inheritdoc/>
    public override async Task WriteResponseBodyAsync(OutputFormatterWriteContext context, Encoding selectedEncoding)
    {
        var body = new ArrayBufferWriter<byte>(initialCapacity: 1024);
        using (var writer = new Utf8JsonWriter(body, new JsonWriterOptions { Encoder = _options.Encoder, SkipValidation = true }))
        {
            JsonSerializer.Serialize(writer, context.Object, context.ObjectType ?? typeof(object), _options);
        }

        if (body.WrittenCount > HubSpotCalls.MaxAnswerSize && HubSpotCalls.IsOne(context.HttpContext))
        {
            await Problems.WriteAsync(
                context.HttpContext,
                StatusCodes.Status406NotAcceptable,
                $"The answer has {body.WrittenCount} bytes, and HubSpot takes {HubSpotCalls.MaxAnswerSize} at most.");
            return;
        }

        if (context.HttpContext.Features.Get<WrittenBody>() is { } written)
        {
            written.Bytes = body.WrittenSpan.ToArray();
        }

        var response = context.HttpContext.Response;
        response.ContentLength = body.WrittenCount;
        await response.BodyWriter.WriteAsync(body.WrittenMemory, context.HttpContext.RequestAborted);
    }
}
