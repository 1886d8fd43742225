using System.Text;
using MongoDB.Bson;
using MongoDB.Bson.IO;
using MongoDB.Bson.Serialization;

namespace DealInsights.Infrastructure.Transfer;

/// <summary>Documents as lines of Extended JSON.</summary>
internal static class ExtendedJson
{
    /// <summary>The greatest depth of nested documents and arrays in MongoDB.</summary>
    public const int DeepestNesting = 100;

    /// <summary>The largest BSON document in MongoDB, in bytes.</summary>
    private const int LargestDocument = 16 * 1024 * 1024;

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
                return ReadResult.Refused("it is not a JSON object");
            }

            using var reader = new BoundedJsonReader(json);
            var document = BsonSerializer.Deserialize<BsonDocument>(reader);

            return !reader.IsAtEndOfFile() ? ReadResult.Refused("something follows the JSON object")
                : document.ToBson().Length > LargestDocument ? ReadResult.Refused("it is larger than MongoDB's 16 MB")
                : ReadResult.Accepted(document);
        }
        catch (DecoderFallbackException)
        {
            return ReadResult.Refused("it is not valid UTF-8");
        }
        catch (EncoderFallbackException)
        {
            return ReadResult.Refused("it holds text that is not valid Unicode");
        }
        catch (NestedTooDeepException)
        {
            return ReadResult.Refused("it is nested too deeply");
        }
        // The driver has no specific exception for invalid JSON. Its message is not passed on, because it quotes the line.
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            return ReadResult.Refused(ReasonFor(exception));
        }
    }

    private static string ReasonFor(Exception exception) =>
        exception.Message.Contains("Duplicate element name", StringComparison.Ordinal)
            ? "it names a field twice"
            : "it is not valid Extended JSON";
}

/// <summary>The result of reading a line: a document, or the reason why it was refused.</summary>
internal readonly record struct ReadResult(BsonDocument? Document, string? Reason)
{
    public static ReadResult Accepted(BsonDocument document) => new(document, null);

    public static ReadResult Refused(string reason) => new(null, reason);
}
