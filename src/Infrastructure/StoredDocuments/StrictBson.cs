using System.Text;
using MongoDB.Bson;

namespace DealInsights.Infrastructure.StoredDocuments;

/// <summary>Serializes whole documents, and refuses those that MongoDB could not store unchanged.</summary>
internal static class StrictBson
{
    private const int MaxDocumentSize = 16 * 1024 * 1024;

    /// <summary>Serializes a document, or returns why it is refused.</summary>
    public static string? ReasonToRefuse(BsonDocument document, out byte[] bytes)
    {
        bytes = [];
        try
        {
            bytes = document.ToBson();
            return bytes.Length > MaxDocumentSize ? "it is larger than MongoDB's 16 MB" : null;
        }
        catch (EncoderFallbackException)
        {
            return "it holds text that is not valid Unicode";
        }
        catch (BsonSerializationException)
        {
            return "it is nested too deeply";
        }
        // A field name with a NUL in it.
        catch (ArgumentException)
        {
            return "it cannot be written as BSON";
        }
    }
}
