using DealInsights.Domain.Timelines;
using MongoDB.Bson;

namespace DealInsights.Infrastructure.StoredDocuments;

/// <summary>
/// Reads the fields of a document that is only usable as a whole. A field that is not as expected reads as empty, and
/// <see cref="FirstDamaged"/> then says that the document must not be used.
/// </summary>
internal sealed class DocumentFields
{
    private readonly BsonDocument _document;
    private readonly DocumentFields? _holder;
    private readonly string _list;
    private string? _firstDamaged;

    public DocumentFields(BsonDocument document)
        : this(document, holder: null, list: "")
    {
    }

    private DocumentFields(BsonDocument document, DocumentFields? holder, string list)
    {
        _document = document;
        _holder = holder;
        _list = list;
    }

    /// <summary>
    /// The path of the first field that is not as expected, in this document or one in its lists; <see langword="null"/>
    /// when there is none.
    /// </summary>
    public string? FirstDamaged => _holder is null ? _firstDamaged : _holder.FirstDamaged;

    public string Text(string name)
    {
        if (Value(name) is BsonString text)
        {
            return text.Value;
        }

        Damaged(name);
        return "";
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

    /// <summary>A whole number of any type; <see langword="null"/> when it is null or missing.</summary>
    public int? NumberOrNull(string name)
    {
        switch (Value(name))
        {
            case BsonInt32 number:
                return number.Value;
            // Programs that copy documents may change the type.
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

    /// <summary>A time; <see langword="null"/> when it is null or missing.</summary>
    public DateTimeOffset? InstantOrNull(string name) => Value(name).IsBsonNull ? null : Instant(name);

    /// <summary>A date or text; <see langword="null"/> when it is null or missing.</summary>
    public RecordedDate? DateOrNull(string name)
    {
        switch (Value(name))
        {
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

    /// <summary>Reads a list of documents.</summary>
    public IReadOnlyList<T> List<T>(string name, Func<DocumentFields, T> read)
    {
        if (Value(name) is BsonArray list && list.All(element => element.IsBsonDocument))
        {
            return [.. list.Select(element => read(new DocumentFields(element.AsBsonDocument, this, name)))];
        }

        Damaged(name);
        return [];
    }

    /// <summary>Marks a field whose value has the right type but cannot be used.</summary>
    public void Damaged(string name)
    {
        if (_holder is null)
        {
            _firstDamaged ??= name;
        }
        else
        {
            _holder.Damaged($"{_list}[].{name}");
        }
    }

    private BsonValue Value(string name) => _document.GetValue(name, BsonNull.Value);
}
