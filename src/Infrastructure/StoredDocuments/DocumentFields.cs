using DealInsights.Domain.Timelines;
using MongoDB.Bson;

namespace DealInsights.Infrastructure.StoredDocuments;

/// <summary>
/// Reads the fields of a stored document. A field of another type than expected reads as empty, is reported, and makes
/// the document count as damaged.
/// </summary>
internal sealed class DocumentFields
{
    private readonly BsonDocument _document;
    private readonly Action<string> _report;

    /// <summary>Reads a document of a collection and reports its damaged fields to the log.</summary>
    public DocumentFields(StoredCollection collection, BsonDocument document, DamageLog damage)
        : this(document, field => damage.Report(collection, document, field))
    {
    }

    private DocumentFields(BsonDocument document, Action<string> report)
    {
        _document = document;
        _report = report;
    }

    /// <summary>Whether a field that was read so far, of this document or of one inside it, is not as expected.</summary>
    public bool IsDamaged { get; private set; }

    /// <summary>Returns a field as it is stored; BSON null when it is missing.</summary>
    public BsonValue Value(string name) => _document.GetValue(name, BsonNull.Value);

    /// <summary>Returns the fields of a document inside this one.</summary>
    public DocumentFields Of(BsonDocument inner) => new(inner, Damaged);

    public string Text(string name)
    {
        if (Value(name) is BsonString text)
        {
            return text.Value;
        }

        Damaged(name);
        return "";
    }

    /// <summary>Returns a text; null when it is null or missing.</summary>
    public string? TextOrNull(string name)
    {
        switch (Value(name))
        {
            case BsonString text:
                return text.Value;
            case BsonNull:
                return null;
            default:
                Damaged(name);
                return null;
        }
    }

    public bool Flag(string name)
    {
        if (Value(name) is BsonBoolean flag)
        {
            return flag.Value;
        }

        Damaged(name);
        return false;
    }

    /// <summary>Returns a whole number of any numeric type; null when it is null or missing.</summary>
    public int? NumberOrNull(string name)
    {
        switch (Value(name))
        {
            case BsonInt32 number:
                return number.Value;
            // Other programs that copy documents may change the type.
            case BsonInt64 { Value: >= int.MinValue and <= int.MaxValue } number:
                return (int)number.Value;
            case BsonDouble { Value: >= int.MinValue and <= int.MaxValue } number when double.IsInteger(number.Value):
                return (int)number.Value;
            case BsonNull:
                return null;
            default:
                Damaged(name);
                return null;
        }
    }

    public DateTimeOffset Instant(string name)
    {
        if (Value(name) is BsonDateTime { IsValidDateTime: true } date)
        {
            return new DateTimeOffset(date.ToUniversalTime(), TimeSpan.Zero);
        }

        Damaged(name);
        return default;
    }

    /// <summary>Returns a time; null when it is null or missing.</summary>
    public DateTimeOffset? InstantOrNull(string name) => Value(name).IsBsonNull ? null : Instant(name);

    /// <summary>Returns a date or text; null when it is null or missing.</summary>
    public RecordedDate? DateOrNull(string name)
    {
        switch (Value(name))
        {
            // A date outside the range of a DateTime is damaged too.
            case BsonDateTime { IsValidDateTime: true } date:
                return RecordedDate.FromInstant(date.ToUniversalTime());
            case BsonString text:
                return RecordedDate.FromText(text.Value);
            case BsonNull:
                return null;
            default:
                Damaged(name);
                return null;
        }
    }

    /// <summary>Returns a list of documents, each read by <paramref name="read"/>.</summary>
    public IReadOnlyList<T> List<T>(string name, Func<DocumentFields, T> read)
    {
        if (Value(name) is BsonArray list && list.All(element => element.IsBsonDocument))
        {
            return
            [
                .. list.Select(element => read(
                    new DocumentFields(element.AsBsonDocument, field => Damaged($"{name}[].{field}")))),
            ];
        }

        Damaged(name);
        return [];
    }

    /// <summary>Reports a field that cannot be used.</summary>
    public void Damaged(string name)
    {
        IsDamaged = true;
        _report(name);
    }
}
