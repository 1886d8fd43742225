using MongoDB.Bson.IO;

namespace DealInsights.Infrastructure.Transfer;

/// <summary>
/// Reads Extended JSON and refuses documents that are nested deeper than MongoDB allows. The driver's reader recurses
/// without a bound, so that one hostile line would end the process.
/// </summary>
internal sealed class BoundedJsonReader(string json) : JsonReader(json)
{
    private int _depth;

    public override void ReadStartArray()
    {
        Deepen();
        base.ReadStartArray();
    }

    public override void ReadStartDocument()
    {
        Deepen();
        base.ReadStartDocument();
    }

    public override void ReadEndArray()
    {
        base.ReadEndArray();
        _depth--;
    }

    public override void ReadEndDocument()
    {
        base.ReadEndDocument();
        _depth--;
    }

    private void Deepen()
    {
        if (++_depth > ExtendedJson.DeepestNesting)
        {
            throw new NestedTooDeepException();
        }
    }
}

/// <summary>A document is nested deeper than MongoDB stores.</summary>
internal sealed class NestedTooDeepException : Exception;
