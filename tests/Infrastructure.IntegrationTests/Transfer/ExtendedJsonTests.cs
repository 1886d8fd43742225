using System.Text;
using DealInsights.Infrastructure.Transfer;
using MongoDB.Bson;

namespace DealInsights.Infrastructure.IntegrationTests.Transfer;

public sealed class ExtendedJsonTests
{
    // Version 2 canonical, version 2 relaxed, version 1 and the shell's spelling of the same value.
    [TestCase("""{ "v": { "$date": { "$numberLong": "1767605400000" } } }""", BsonType.DateTime)]
    [TestCase("""{ "v": { "$date": "2026-01-05T09:30:00Z" } }""", BsonType.DateTime)]
    [TestCase("""{ "v": { "$date": "2026-01-05T09:30:00.000+0000" } }""", BsonType.DateTime)]
    [TestCase("""{ "v": { "$date": 1767605400000 } }""", BsonType.DateTime)]
    [TestCase("""{ "v": { "$oid": "65a000000000000000000001" } }""", BsonType.ObjectId)]
    [TestCase("""{ "v": { "$numberInt": "1" } }""", BsonType.Int32)]
    [TestCase("""{ "v": 1 }""", BsonType.Int32)]
    [TestCase("""{ "v": { "$numberLong": "1" } }""", BsonType.Int64)]
    [TestCase("""{ "v": { "$numberLong": 1 } }""", BsonType.Int64)]
    [TestCase("""{ "v": { "$numberDouble": "NaN" } }""", BsonType.Double)]
    [TestCase("""{ "v": { "$numberDecimal": "12345.00" } }""", BsonType.Decimal128)]
    [TestCase("""{ "v": { "$binary": { "base64": "AAEC", "subType": "00" } } }""", BsonType.Binary)]
    [TestCase("""{ "v": { "$binary": "AAEC", "$type": "00" } }""", BsonType.Binary)]
    [TestCase("""{ "v": { "$undefined": true } }""", BsonType.Undefined)]
    [TestCase("""{ "v": { "$regex": "a", "$options": "i" } }""", BsonType.RegularExpression)]
    public void Read_InEveryVersionOfTheFormat_GivesTheType(string line, BsonType expected)
    {
        var (document, reason) = Read(line);

        Assert.That(reason, Is.Null);
        Assert.That(document!["v"].BsonType, Is.EqualTo(expected));
    }

    [TestCase("{ broken", "it is not valid Extended JSON")]
    [TestCase("""{ "deal_id": "secret name" """, "it is not valid Extended JSON")]
    [TestCase("""{ "v": { "$oid": "secret" } }""", "it is not valid Extended JSON")]
    [TestCase("""{ "v": { "$date": "secret" } }""", "it is not valid Extended JSON")]
    [TestCase("""{ "v": { "$numberInt": "secret" } }""", "it is not valid Extended JSON")]
    [TestCase("""{ "v": { "$binary": { "base64": "*" , "subType": "00" } } }""", "it is not valid Extended JSON")]
    [TestCase("[1]", "it is not a JSON object")]
    [TestCase("\"text\"", "it is not a JSON object")]
    [TestCase("null", "it is not a JSON object")]
    [TestCase("""{ "v": 1 } { "v": 2 }""", "something follows the JSON object")]
    [TestCase("""{ "v": 1, "v": 2 }""", "it names a field twice")]
    [TestCase("""{ "v": { "w": 1, "w": 2 } }""", "it names a field twice")]
    [TestCase("""{ "v": "\ud83d" }""", "it holds text that is not valid Unicode")]
    [TestCase("""{ "a\u0000b": 1 }""", "it is not valid Extended JSON")]
    public void Read_WhenTheLineIsNoDocument_SaysWhyWithoutQuotingIt(string line, string expected)
    {
        var (document, reason) = Read(line);

        Assert.That(document, Is.Null);
        Assert.That(reason, Is.EqualTo(expected));
    }

    [Test]
    public void Read_WhenBytesAreNoUtf8_SaysSo()
    {
        byte[] line = [.. "{ \"v\": \""u8, 0xC3, 0x28, .. "\" }"u8];

        Assert.That(ExtendedJson.Read(line).Reason, Is.EqualTo("it is not valid UTF-8"));
    }

    [TestCase("[", "]")]
    [TestCase("""{ "v": """, "}")]
    [TestCase("""{ "$code": "f", "$scope": { "v": """, "}}")]
    public void Read_WhenNestedWithoutEnd_IsRefusedInsteadOfEndingTheProcess(string open, string close)
    {
        const int Depth = 100_000;
        var line = $$"""{ "v": {{string.Concat(Enumerable.Repeat(open, Depth))}}1{{string.Concat(Enumerable.Repeat(close, Depth))}} }""";

        Assert.That(Read(line).Reason, Is.EqualTo("it is nested too deeply"));
    }

    [TestCase(99, null)]
    [TestCase(100, "it is nested too deeply")]
    public void Read_AtTheDeepestNesting_AcceptsWhatMongoDbStores(int arrays, string? expected)
    {
        var line = $$"""{ "v": {{new string('[', arrays)}}{{new string(']', arrays)}} }""";

        Assert.That(Read(line).Reason, Is.EqualTo(expected));
    }

    [Test]
    public void Read_WhenLargerThanMongoDbStores_IsRefused()
    {
        const int Limit = 16 * 1024 * 1024;
        // {"v": text} takes 13 bytes of BSON beside the text.
        var justFits = Read($$"""{ "v": "{{new string('x', Limit - 13)}}" }""");
        var tooLarge = Read($$"""{ "v": "{{new string('x', Limit - 12)}}" }""");

        Assert.That(justFits.Document!.ToBson(), Has.Length.EqualTo(Limit));
        Assert.That(tooLarge.Reason, Is.EqualTo("it is larger than MongoDB's 16 MB"));
    }

    [TestCaseSource(nameof(EveryType))]
    public void Write_OverAValueOfAnyType_GivesALineThatReadsAsTheSameBytes(BsonValue value)
    {
        var document = new BsonDocument { { "_id", 1 }, { "v", value }, { "list", new BsonArray { value, value } } };

        var line = ExtendedJson.Write(document);

        Assert.That(line, Does.Not.Contain('\n'));
        Assert.That(Read(line).Document!.ToBson(), Is.EqualTo(document.ToBson()));
    }

    private static IEnumerable<TestCaseData> EveryType()
    {
        BsonValue[] values =
        [
            new BsonInt32(1), new BsonInt64(1), new BsonDouble(1), new BsonDouble(0.1),
            new BsonDouble(double.NaN), new BsonDouble(double.PositiveInfinity), new BsonDouble(double.NegativeInfinity),
            new BsonDouble(double.Epsilon), new BsonDouble(double.MaxValue), new BsonInt64(long.MinValue),
            new BsonDecimal128(Decimal128.Parse("12345.00")), new BsonDecimal128(Decimal128.Parse("NaN")),
            new BsonDateTime(0), new BsonDateTime(long.MaxValue), new BsonDateTime(long.MinValue),
            BsonNull.Value, BsonUndefined.Value, BsonMinKey.Value, BsonMaxKey.Value, BsonBoolean.True,
            new BsonString(""), new BsonString("two\r\nlines \0 \"quoted\" \\ \u2028 🚀 漢字"),
            new BsonBinaryData([0, 1, 2]), new BsonBinaryData([0, 1, 2], BsonBinarySubType.UserDefined),
            new BsonBinaryData(new Guid("00112233445566778899aabbccddeeff"), GuidRepresentation.Standard),
            new BsonBinaryData(new byte[16], BsonBinarySubType.UuidLegacy),
            new BsonObjectId(new ObjectId("65a000000000000000000001")), new BsonTimestamp(1, 2),
            new BsonRegularExpression("a/b", "i"), new BsonJavaScript("f()"),
            new BsonJavaScriptWithScope("f()", new BsonDocument("x", 1)), BsonSymbol.Create("s"),
            new BsonDocument(), new BsonArray(), new BsonDocument("a.b", new BsonDocument("$c", 1)),
        ];

        return values.Select((value, index) => new TestCaseData(value).SetArgDisplayNames($"{value.BsonType} {index}"));
    }

    private static ReadResult Read(string line) => ExtendedJson.Read(Encoding.UTF8.GetBytes(line));
}
