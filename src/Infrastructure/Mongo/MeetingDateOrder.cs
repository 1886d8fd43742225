using MongoDB.Bson;

namespace DealInsights.Infrastructure.Mongo;

/// <summary>
/// The instant of a meeting's recorded date, computed in the server as the domain's <c>RecordedDate</c> computes it
/// here, so that the server can put dates, dates written as text, and what is neither in one order.
/// </summary>
/// <remarks>
/// Not <c>$dateFromString</c> alone: it reads spellings that the domain does not, and keeps milliseconds where text may
/// hold a ten-thousandth of one. The two must change together; the contract suite compares them.
/// </remarks>
internal static class MeetingDateOrder
{
    private const string Date = "$meeting_date";

    // Of what a DateTime can hold, since 1970. The driver reads the last, and the one after it, as DateTime.MaxValue.
    private static readonly long FirstMillisecond = new BsonDateTime(DateTime.MinValue).MillisecondsSinceEpoch;
    private static readonly long LastMillisecond = new BsonDateTime(DateTime.MaxValue).MillisecondsSinceEpoch;

    // Day, hour, minute, second, fraction; sign, hours and minutes of the offset from UTC, which is 14 hours at most.
    private const string Readable =
        @"^((?!0000)\d{4}-\d{2}-\d{2})"
        + @"(?:T([01]\d|2[0-3]):([0-5]\d)(?::([0-5]\d)(?:\.(\d{0,7}))?)?"
        + @"(?:Z|([+-])(?!1[5-9]|[2-9]\d|14:?+(?!00))(\d{1,2}+):?([0-5]\d))?)?\z";

    /// <summary>
    /// An expression for the 100 ns ticks since the start of the year 1, as a whole number. 0 for what cannot be read,
    /// which is where the domain, too, places it.
    /// </summary>
    public static readonly BsonDocument Ticks = new("$switch", new BsonDocument
    {
        {
            "branches", new BsonArray
            {
                Case(IsDateBetween(LastMillisecond, LastMillisecond + 1), DateTime.MaxValue.Ticks),
                Case(IsDateBetween(FirstMillisecond, LastMillisecond), TicksOf(Date)),
                Case(IsOfType("string"), TicksOfText()),
            }
        },
        { "default", 0L },
    });

    private static BsonDocument Case(BsonValue condition, BsonValue result) =>
        new() { { "case", condition }, { "then", result } };

    private static BsonDocument IsOfType(string type) => Call("$eq", Call("$type", Date), type);

    private static BsonDocument IsDateBetween(long first, long last) => Call(
        "$and",
        IsOfType("date"),
        Call("$gte", Date, new BsonDateTime(first)),
        Call("$lte", Date, new BsonDateTime(last)));

    private static BsonDocument TicksOf(BsonValue date) => Call(
        "$multiply",
        Call("$add", Call("$toLong", date), -FirstMillisecond),
        TimeSpan.TicksPerMillisecond);

    private static BsonDocument TicksOfText()
    {
        // $regexFind answers null for text that does not match; then all that follows is null, and the end of it 0.
        var day = new BsonDocument("$dateFromString", new BsonDocument
        {
            { "dateString", Part(0) },
            { "format", "%Y-%m-%d" },
            { "onError", BsonNull.Value },
        });
        var fraction = Call(
            "$toLong", Call("$substrBytes", Call("$concat", Call("$ifNull", Part(4), ""), "0000000"), 0, 7));
        var written = Call(
            "$add",
            TicksOf(day),
            Call("$multiply", Number(1), TimeSpan.TicksPerHour),
            Call("$multiply", Number(2), TimeSpan.TicksPerMinute),
            Call("$multiply", Number(3), TimeSpan.TicksPerSecond),
            fraction);
        var offset = Call(
            "$multiply",
            Call("$cond", Call("$eq", Part(5), "-"), -1, 1),
            Call("$add", Call("$multiply", Number(6), 60), Number(7)),
            TimeSpan.TicksPerMinute);

        return Let("found", FindParts(), Let("utc", Call("$subtract", written, offset), WithinDotNetRange("$$utc")));
    }

    // An offset may lead out of the years 1 to 9999. DateTime then takes the hour of the day in UTC at the lower end,
    // and nothing at the upper.
    private static BsonDocument WithinDotNetRange(string ticks) => Call(
        "$ifNull",
        Call(
            "$cond",
            Call("$gt", ticks, DateTime.MaxValue.Ticks),
            0L,
            Call("$cond", Call("$lt", ticks, 0L), Call("$add", ticks, TimeSpan.TicksPerDay), ticks)),
        0L);

    private static BsonDocument FindParts() => new(
        "$regexFind", new BsonDocument { { "input", Date }, { "regex", Readable } });

    private static BsonDocument Part(int number) => Call("$arrayElemAt", "$$found.captures", number);

    private static BsonDocument Number(int part) => Call("$toLong", Call("$ifNull", Part(part), "0"));

    private static BsonDocument Let(string name, BsonValue value, BsonValue expression) => new(
        "$let", new BsonDocument { { "vars", new BsonDocument(name, value) }, { "in", expression } });

    private static BsonDocument Call(string function, params BsonValue[] arguments) =>
        new(function, arguments is [var single] ? single : new BsonArray(arguments));
}
