using System.Runtime.CompilerServices;
using System.Text;
using DealInsights.Infrastructure.StoredDocuments;
using MongoDB.Bson;
using MongoDB.Bson.IO;
using MongoDB.Bson.Serialization;

namespace DealInsights.Infrastructure.Transfer;

/// <summary>Documents as lines of Extended JSON.</summary>
internal static class ExtendedJson
{
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    // Relaxed output writes a 32-bit, a 64-bit and a floating-point 1 alike.
    private static readonly JsonWriterSettings Exact = new() { OutputMode = JsonOutputMode.CanonicalExtendedJson };

    /// <summary>Writes a document on one line so that reading it gives the same types and values.</summary>
    public static string Write(BsonDocument document) => document.ToJson(Exact);

    /// <summary>Reads a document in Extended JSON: version 2, canonical or relaxed, or version 1.</summary>
    public static ReadResult Read(ReadOnlySpan<byte> line)
    {
        try
        {
            var json = StrictUtf8.GetString(line);
            if (!json.AsSpan().TrimStart().StartsWith('{'))
            {
                return new ReadResult(null, "it is not a JSON object");
            }

            using var reader = new BoundedJsonReader(json);
            var document = BsonSerializer.Deserialize<BsonDocument>(reader);
            var reason = reader.IsAtEndOfFile()
                ? StrictBson.ReasonToRefuse(document, out _)
                : "something follows the JSON object";

            return new ReadResult(reason is null ? document : null, reason);
        }
        // The driver has no specific exception for invalid JSON. Its message is not passed on, because it quotes the line.
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            return new ReadResult(null, ReasonFor(exception));
        }
    }

    private static string ReasonFor(Exception exception) => exception switch
    {
        DecoderFallbackException => "it is not valid UTF-8",
        InsufficientExecutionStackException => "it is nested too deeply",
        { Message: var message } when message.Contains("Duplicate element name", StringComparison.Ordinal) =>
            "it names a field twice",
        _ => "it is not valid Extended JSON",
    };

    /// <summary>Throws on deep nesting. The driver's reader recurses without a limit, which would end the process.</summary>
    private sealed class BoundedJsonReader(string json) : JsonReader(json)
    {
        public override void ReadStartArray()
        {
            RuntimeHelpers.EnsureSufficientExecutionStack();
            base.ReadStartArray();
        }

        public override void ReadStartDocument()
        {
            RuntimeHelpers.EnsureSufficientExecutionStack();
            base.ReadStartDocument();
        }
    }
}

/// <summary>The result of reading a line: a document, or the reason why it was refused.</summary>
internal readonly record struct ReadResult(BsonDocument? Document, string? Reason);
