using CsCheck;
using MongoDB.Bson;

namespace DealInsights.Infrastructure.IntegrationTests.Stores;

/// <summary>Meetings whose dates are recorded in every way that was ever seen, and in some that were not.</summary>
internal static class OddMeetings
{
    /// <summary>More readable dates than an overview takes meetings, close to those of <see cref="Dates"/>.</summary>
    public static readonly BsonValue[] Ordinary =
    [
        "2026-02-27", "2026-02-28", "2026-03-01", "2026-03-01T10:00:00Z", "2026-03-01T10:00:00.123", "2026-03-02",
        new BsonDateTime(new DateTime(2026, 3, 1, 9, 30, 0, DateTimeKind.Utc)),
    ];

    private static readonly string[] Texts =
    [
        // Days that exist, and days that do not
        "2026-03-01", "2026-02-28", "2024-02-29", "2026-02-29", "2026-02-30", "2026-04-31", "2026-13-01", "2026-00-10",
        "2026-01-00", "2026-1-5", "26-01-05", "20260105", "2026-03", "2026", "2026-W10-1", "2026-060", "2026/03/01",
        "01-03-2026", "0000-01-01", "0001-01-01", "0001-01-01T00:00:00.0000001", "9999-12-31", "9999-12-31T23:59:59.9999999Z",
        "10000-01-01", "+2026-03-01", "-2026-03-01", "1582-10-10", "1900-02-29",
        // Times
        "2026-03-01T10:00", "2026-03-01T10:00Z", "2026-03-01T10", "2026-03-01T24:00", "2026-03-01T24:00:00Z",
        "2026-03-01T23:59:60Z", "2026-03-01T23:60:00Z", "2026-03-01T1:00:00", "2026-03-01t10:00:00Z",
        "2026-03-01T10:00:00z", "2026-03-01 10:00:00", "2026-03-01T10:00:00 Z", "2026-03-01T100000Z", "2026-03-01T",
        "2026-03-01Z", "2026-03-01T10:00:00ZZ",
        // Fractions
        "2026-03-01T10:00:00.1", "2026-03-01T10:00:00.12Z", "2026-03-01T10:00:00.123", "2026-03-01T10:00:00.1234",
        "2026-03-01T10:00:00.12345", "2026-03-01T10:00:00.123456Z", "2026-03-01T10:00:00.1234567",
        "2026-03-01T10:00:00.12345678", "2026-03-01T10:00:00.123456789Z", "2026-03-01T10:00:00.", "2026-03-01T10:00:00.Z",
        "2026-03-01T10:00:00,123", "2026-03-01T10:00.5", "2026-03-01T10:00:00.1234568", "2026-03-01T10:00:00.9999999",
        // Zones
        "2026-03-01T10:00:00+00:00", "2026-03-01T10:00:00-00:00", "2026-03-01T10:00:00+05:30", "2026-03-01T10:00:00-08:00",
        "2026-03-01T10:00:00+0530", "2026-03-01T10:00:00+05", "2026-03-01T10:00:00+5:30", "2026-03-01T10:00:00+530",
        "2026-03-01T10:00:00+14:00", "2026-03-01T10:00:00+14:01", "2026-03-01T10:00:00-14:00", "2026-03-01T10:00:00-14:01",
        "2026-03-01T10:00:00+15:00", "2026-03-01T10:00:00+05:60", "2026-03-01T10:00+01:00", "2026-03-01T10:00:00.5+01:00",
        "2026-03-01T10:00:00 +01:00", "2026-03-01T10:00:00UTC", "2026-03-01T10:00:00\u221205:00", "2026-03-01+01:00",
        "0001-01-01T00:00:00+01:00", "0001-01-01T00:00:00+14:00", "0001-01-01T14:00:00+14:00", "0001-01-02T00:00:00+14:00",
        "0001-01-01T00:00:00-14:00", "9999-12-31T23:59:59-01:00", "9999-12-31T23:59:59+01:00", "9999-12-31T09:00:00-14:00",
        // Around a date
        " 2026-03-01", "2026-03-01 ", "2026-03-01\n", "\n2026-03-01", "\t2026-03-01", "2026-03-01\0", "\uFEFF2026-03-01",
        "2026-03-01T10:00:00Z\n", "2026-03-01T10:00:00\r\n", "\"2026-03-01\"",
        // Other digits and other words
        "٢٠٢٦-٠٣-٠١", "2026-03-0１", "2026–03–01", "last Tuesday", "Mar 1, 2026", "1 March 2026", "Q1", "N/A", "null",
        "", " ", "1772323200", "$$NOW", "$meeting_id",
    ];

    /// <summary>Every odd date; null for a meeting without one.</summary>
    public static IEnumerable<BsonValue?> Dates =>
    [
        null,
        BsonNull.Value,
        .. Texts.Select(text => new BsonString(text)),
        new BsonDateTime(new DateTime(2026, 3, 1, 10, 0, 0, 123, DateTimeKind.Utc)),
        new BsonDateTime(0),
        new BsonDateTime(-1),
        new BsonDateTime(-62135596800000),
        new BsonDateTime(-62135596800001),
        new BsonDateTime(253402300799999),
        new BsonDateTime(253402300800001),
        new BsonDateTime(long.MinValue),
        new BsonDateTime(long.MaxValue),
        20260301,
        1772323200000L,
        double.NaN,
        1e300,
        Decimal128.MaxValue,
        true,
        new BsonDocument(),
        new BsonDocument("$date", "2026-03-01"),
        new BsonArray(),
        new BsonArray { "2026-03-01" },
        new BsonTimestamp(1772323200, 1),
        ObjectId.Parse("69a37c00aaaaaaaaaaaaaaaa"),
        new BsonBinaryData([1, 2, 3]),
        new BsonRegularExpression("2026"),
        BsonMinKey.Value,
        BsonMaxKey.Value,
    ];

    /// <summary>Up to fifteen meetings of one deal with any of these dates, or with text made of parts of dates.</summary>
    public static readonly Gen<List<BsonDocument>> Sets = Gen.Select(
        Gen.Shuffle(Enumerable.Range(0, 15).Select(number => number % 2 == 0 ? $"m{number:00}" : $"M{number:00}").ToArray()),
        Gen.OneOf(OneOf(Dates.ToArray()), Composed(), Composed()).Array[0, 15],
        (ids, dates) => dates.Select((date, number) => Meeting(ids[number], date)).ToList());

    public static BsonDocument Meeting(string id, BsonValue? date)
    {
        var meeting = new BsonDocument
        {
            { "_id", ObjectId.GenerateNewId() },
            { "meeting_id", id },
            { "transcript", $"Said in {id}." },
        };
        return date is null ? meeting : meeting.Add("meeting_date", date);
    }

    // From few values a part, so that equal instants in different spellings meet often.
    private static Gen<BsonValue?> Composed() => Gen.Select(
        OneOf("2026-03-01", "2026-03-02", "2026-02-30", "0001-01-01", "9999-12-31"),
        OneOf("T00:00:00", "T10:00", "T10:00:00", "T23:59:59", "T24:00:00"),
        Gen.OneOf(
            Gen.Const(""),
            Gen.Int[0, 999_999_999].Select(Gen.Int[1, 9], (digits, length) => $".{digits:D9}"[..(length + 1)])),
        OneOf("", "Z", "+00:00", "+01:00", "-01:00", "+14:00", "-14:00", "+0100", "z"),
        BsonValue? (day, time, fraction, zone) => new BsonString(day + time + fraction + zone));

    private static Gen<T> OneOf<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(number => values[number]);
}
