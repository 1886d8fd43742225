using DealInsights.Domain.Timelines;
using MongoDB.Bson;

namespace DealInsights.Infrastructure.StoredDocuments;

/// <summary>
/// Reads the fields of a document. A field of an unexpected type reads as empty, and the first one is kept to be reported.
/// A missing field reads as null.
/// </summary>
internal sealed class DocumentFields
{
    private readonly BsonDocument _document;
    private readonly DocumentFields _root;
    private readonly string _path;
    private string? _firstDamaged;

    public DocumentFields(BsonDocument document) => (_document, _root, _path) = (document, this, "");

    private DocumentFields(BsonDocument document, DocumentFields root, string path) =>
        (_document, _root, _path) = (document, root, path);

    public BsonValue Value(string name) => _document.GetValue(name, BsonNull.Value);

    public string Text(string name) => TextOrNull(name) ?? Required(name, "");

    public string? TextOrNull(string name) => Value(name) switch
    {
        BsonString text => text.Value,
        BsonNull => null,
        _ => Damaged<string?>(name),
    };

    public bool Flag(string name) => Value(name) is BsonBoolean flag ? flag.Value : Damaged<bool>(name);

    /// <summary>A whole number of any type, because programs that copy documents may change the type.</summary>
    public int? NumberOrNull(string name) => Value(name) switch
    {
        BsonInt32 number => number.Value,
        BsonInt64 { Value: >= int.MinValue and <= int.MaxValue } number => (int)number.Value,
        BsonDouble { Value: >= int.MinValue and <= int.MaxValue } number when double.IsInteger(number.Value) => (int)number.Value,
        BsonNull => null,
        _ => Damaged<int?>(name),
    };

    public DateTimeOffset Instant(string name) => InstantOrNull(name) ?? Required(name, default(DateTimeOffset));

    public DateTimeOffset? InstantOrNull(string name) => Value(name) switch
    {
        BsonDateTime { IsValidDateTime: true } date => new DateTimeOffset(date.ToUniversalTime(), TimeSpan.Zero),
        BsonNull => null,
        _ => Damaged<DateTimeOffset?>(name),
    };

    /// <summary>A date, or text that may be one.</summary>
    public RecordedDate? DateOrNull(string name) => Value(name) switch
    {
        BsonDateTime { IsValidDateTime: true } date => RecordedDate.FromInstant(date.ToUniversalTime()),
        BsonString text => RecordedDate.FromText(text.Value),
        BsonNull => null,
        _ => Damaged<RecordedDate?>(name),
    };

    public T? DocumentOrNull<T>(string name, Func<DocumentFields, T> read)
        where T : class => Value(name) switch
        {
            BsonDocument document => read(new DocumentFields(document, _root, $"{_path}{name}.")),
            BsonNull => null,
            _ => Damaged<T?>(name),
        };

    /// <summary>Reads a list of documents.</summary>
    public IReadOnlyList<T> List<T>(string name, Func<DocumentFields, T> read) =>
        Value(name) is BsonArray list && list.All(entry => entry.IsBsonDocument)
            ? ListOrEmpty(name, read)
            : Required<IReadOnlyList<T>>(name, []);

    /// <summary>Reads the documents of a list. Null entries are left out, and others reported.</summary>
    public IReadOnlyList<T> ListOrEmpty<T>(string name, Func<DocumentFields, T> read)
    {
        var entries = Value(name) as BsonArray ?? [];
        if (Value(name) is not (BsonArray or BsonNull) || entries.Any(entry => entry is not (BsonDocument or BsonNull)))
        {
            MarkDamaged(name);
        }

        return
        [
            .. entries.OfType<BsonDocument>().Select(entry => read(new DocumentFields(entry, _root, $"{_path}{name}[].")))
        ];
    }

    /// <summary>Marks a field whose value cannot be used.</summary>
    public void MarkDamaged(string name) => _root._firstDamaged ??= _path + name;

    /// <summary>Reports the first damaged field of the whole document, if there is one.</summary>
    /// <returns>Whether there is one.</returns>
    public bool ReportDamage(DamageLog damage, StoredCollection collection)
    {
        if (_root._firstDamaged is not { } field)
        {
            return false;
        }

        damage.Report(collection, _root._document, field);
        return true;
    }

    private T Required<T>(string name, T empty)
    {
        MarkDamaged(name);
        return empty;
    }

    private T? Damaged<T>(string name) => Required<T?>(name, default);
}
