using System.Text;
using DealInsights.Domain.Privacy;
using DealInsights.Infrastructure.StoredDocuments;
using MongoDB.Bson;

namespace DealInsights.Infrastructure.Removal;

/// <summary>Removes a person from a stored document, the same in every store.</summary>
internal static class PersonEraser
{
    private const string Attendees = "buyer_attendees";

    /// <summary>
    /// Whether a document may name the person, from its bytes alone: reading every document to see would take a hundred
    /// times as long.
    /// </summary>
    public static bool MayName(PersonAddress person, ReadOnlySpan<byte> document) =>
        Encoding.UTF8.GetString(document).Contains(person.Value, StringComparison.OrdinalIgnoreCase);

    /// <summary>
    /// The document without the person: attendees with the address are gone, elsewhere a placeholder stands for it, in
    /// names of fields too. Its key and <c>_id</c> stay as they are. A meeting gets the time of the change, so that no
    /// instance returns a cached overview of the old text.
    /// </summary>
    /// <returns><see langword="null"/> when nothing outside of the key names the person.</returns>
    public static BsonDocument? Erase(
        StoredCollection collection, BsonDocument document, PersonAddress person, DateTimeOffset now)
    {
        var erased = new BsonDocument();
        foreach (var element in document)
        {
            if (element.Name == "_id" || collection.KeyFields.Contains(element.Name))
            {
                erased.Add(element);
            }
            else if (element is { Name: Attendees, Value: BsonArray attendees })
            {
                erased.Add(Attendees, Erase(new BsonArray(attendees.Where(one => !IsPerson(one, person))), person));
            }
            else
            {
                Add(element, erased, person);
            }
        }

        if (erased.Equals(document))
        {
            return null;
        }

        if (collection == StoredCollection.MeetingInsights)
        {
            erased["last_updated"] = new BsonDateTime(now.UtcDateTime);
        }

        return erased;
    }

    /// <summary>Whether the key names the person, which <see cref="Erase(StoredCollection, BsonDocument, PersonAddress, DateTimeOffset)"/> leaves alone.</summary>
    public static bool KeyNames(StoredCollection collection, BsonDocument document, PersonAddress person) =>
        collection.KeyFields.Append("_id").Any(field => document.GetValue(field, BsonNull.Value) is BsonString key && person.IsIn(key.Value));

    /// <summary>Whether anything in an insight names the person.</summary>
    public static bool Names(BsonValue value, PersonAddress person) => value switch
    {
        BsonString text => person.IsIn(text.Value),
        BsonDocument document => document.Any(element => person.IsIn(element.Name) || Names(element.Value, person)),
        BsonArray list => list.Any(item => Names(item, person)),
        _ => false,
    };

    private static bool IsPerson(BsonValue attendee, PersonAddress person) =>
        attendee is BsonDocument entry && entry.GetValue("email", BsonNull.Value) is BsonString email && person.IsIn(email.Value);

    private static BsonValue Erase(BsonValue value, PersonAddress person)
    {
        switch (value)
        {
            case BsonString text when person.IsIn(text.Value):
                return person.RemoveFrom(text.Value);
            case BsonArray list:
                return new BsonArray(list.Select(item => Erase(item, person)));
            case BsonDocument document:
                var erased = new BsonDocument();
                foreach (var element in document)
                {
                    Add(element, erased, person);
                }

                return erased;
            default:
                return value;
        }
    }

    private static void Add(BsonElement element, BsonDocument erased, PersonAddress person)
    {
        var name = person.RemoveFrom(element.Name);
        // Two headings may differ in nothing but the letter case of the address.
        while (erased.Contains(name))
        {
            name += "'";
        }

        erased.Add(name, Erase(element.Value, person));
    }
}
