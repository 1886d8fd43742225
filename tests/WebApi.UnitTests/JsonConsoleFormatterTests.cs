using System.Buffers;
using System.Text;
using System.Text.Json.Nodes;
using DealInsights.WebApi.Logging;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace DealInsights.WebApi.UnitTests;

[TestFixture]
internal sealed class JsonConsoleFormatterTests
{
    private static readonly DateTime Time = new(2026, 11, 23, 20, 15, 51, 100, DateTimeKind.Utc);

    [TestCase("→ [GET] /api/v3/deals/{dealName} - Request started")]
    [TestCase("← [GET] /api/v3/deals/{dealName} - Completed in 1.87ms [FAST]")]
    [TestCase("→ [GET] / \",\"level\":\"crit")]
    [TestCase("→ [GET] C:\\deals")]
    [TestCase("← two\nlines\u0000 and a colour \e[31m")]
    [TestCase("→ [GET] /Zoë/→/😀")]
    [TestCase("→")]
    [TestCase("")]
    [TestCase("No arrow, \"quotes\" and Zoë")]
    public void Write_OfAnyMessage_IsOneLineThatTellsIt(string message)
    {
        var line = Write(message, []);

        Assert.Multiple(() =>
        {
            Assert.That(line.IndexOf('\n', StringComparison.Ordinal), Is.EqualTo(line.Length - 1));
            Assert.That((string?)JsonNode.Parse(line)!["message"], Is.EqualTo(message));
        });
    }

    [Test]
    public void Write_OfAnEvent_HasItsNamedValuesInOrder()
    {
        var line = Write(
            "what is said",
            [new("Text", "a \"b\""), new("None", null), new("Whole", 7), new("Long", 8L), new("Part", 0.5),
                new("Milliseconds", 1.80m), new("Truth", true), new("Kind", DayOfWeek.Friday), new("{OriginalFormat}", "what")]);

        Assert.That(line, Is.EqualTo(
            """
            {"time":"2026-11-23T20:15:51.1Z","level":"info","category":"Some.Category","event":"SomeEvent","message":"what is said",
            "values":{"Text":"a \"b\"","None":null,"Whole":7,"Long":8,"Part":0.5,
            "Milliseconds":1.80,"Truth":true,"Kind":"Friday"}}
            """.ReplaceLineEndings("") + "\n"));
    }

    private static string Write(string message, IReadOnlyList<KeyValuePair<string, object?>> values)
    {
        var output = new ArrayBufferWriter<byte>();
        var entry = new LogEntry<IReadOnlyList<KeyValuePair<string, object?>>>(
            LogLevel.Information, "Some.Category", new EventId(1, "SomeEvent"), values, exception: null, (_, _) => message);

        new JsonConsoleFormatter().Write(in entry, new EventMoment(Time, default, default), output);

        return Encoding.UTF8.GetString(output.WrittenSpan);
    }
}
