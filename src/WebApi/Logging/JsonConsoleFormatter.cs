using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;

namespace DealInsights.WebApi.Logging;

/// <summary>
/// Writes one JSON object an event, for log shippers: time, level, category, event, message, the trace it belongs to, and
/// the named values of the message.
/// </summary>
internal sealed class JsonConsoleFormatter : IEventFormatter
{
    /// <summary>The framework's formatter of this name is not used: it hides the trace in a list of scopes.</summary>
    public const string Name = ConsoleFormatterNames.Json;

    private static readonly JsonWriterOptions Relaxed = new()
    {
        // Names and arrows as they are: a log is no page.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        SkipValidation = true,
    };

    // Encoded once, not with every line.
    private static readonly JsonEncodedText Time = JsonEncodedText.Encode("time");
    private static readonly JsonEncodedText Level = JsonEncodedText.Encode("level");
    private static readonly JsonEncodedText Category = JsonEncodedText.Encode("category");
    private static readonly JsonEncodedText Event = JsonEncodedText.Encode("event");
    private static readonly JsonEncodedText Message = JsonEncodedText.Encode("message");
    private static readonly JsonEncodedText TraceId = JsonEncodedText.Encode("traceId");
    private static readonly JsonEncodedText SpanId = JsonEncodedText.Encode("spanId");
    private static readonly JsonEncodedText Values = JsonEncodedText.Encode("values");

    // What stands in JSON as it is.
    private static readonly SearchValues<char> Plain = SearchValues.Create(
        [.. Enumerable.Range(' ', '~' - ' ' + 1).Select(code => (char)code).Except(['"', '\\'])]);

    [ThreadStatic]
    private static Utf8JsonWriter? _writer;

    [ThreadStatic]
    private static ArrayBufferWriter<byte>? _quoted;

    public void Write<TState>(in LogEntry<TState> entry, in EventMoment moment, IBufferWriter<byte> output)
    {
        var json = _writer ??= new Utf8JsonWriter(output, Relaxed);
        json.Reset(output);
        WriteEvent(json, in entry, in moment);
        json.Flush();
        output.Write("\n"u8);
    }

    private static void WriteEvent<TState>(Utf8JsonWriter json, in LogEntry<TState> entry, in EventMoment moment)
    {
        json.WriteStartObject();
        json.WriteString(Time, moment.Time);
        json.WriteString(Level, NameOf(entry.LogLevel));
        json.WriteString(Category, entry.Category);
        if (entry.EventId.Name is { } name)
        {
            json.WriteString(Event, name);
        }

        WriteMessage(json, entry.Formatter(entry.State, entry.Exception));
        if (moment.TraceId != default)
        {
            json.WriteString(TraceId, moment.TraceId.ToHexString());
            json.WriteString(SpanId, moment.SpanId.ToHexString());
        }

        WriteValues(json, entry.State);
        if (entry.Exception is { } exception)
        {
            json.WriteString("exception", exception.ToString());
        }

        json.WriteEndObject();
    }

    private static void WriteMessage(Utf8JsonWriter json, string message)
    {
        // The lines of requests begin with an arrow. From a character on that is not ASCII, the writer looks at each one by one,
        // which would take longer than any other part of the line.
        var isPlainAfterArrow = message is ['→' or '←', ..] && !message.AsSpan(1).ContainsAnyExcept(Plain);
        if (!isPlainAfterArrow)
        {
            json.WriteString(Message, message);
            return;
        }

        var quoted = _quoted ??= new ArrayBufferWriter<byte>();
        quoted.ResetWrittenCount();
        quoted.Write("\""u8);
        Encoding.UTF8.GetBytes(message, quoted);
        quoted.Write("\""u8);
        json.WritePropertyName(Message);
        json.WriteRawValue(quoted.WrittenSpan, skipInputValidation: true);
    }

    private static void WriteValues<TState>(Utf8JsonWriter json, TState state)
    {
        if (state is not IReadOnlyList<KeyValuePair<string, object?>> values)
        {
            return;
        }

        json.WriteStartObject(Values);
        // By index: an enumerator would be one more object a line.
        for (var index = 0; index < values.Count; index++)
        {
            var (name, value) = values[index];
            if (name != "{OriginalFormat}")
            {
                json.WritePropertyName(name);
                WriteValue(json, value);
            }
        }

        json.WriteEndObject();
    }

    private static void WriteValue(Utf8JsonWriter json, object? value)
    {
        switch (value)
        {
            case null:
                json.WriteNullValue();
                break;
            case string text:
                json.WriteStringValue(text);
                break;
            case bool truth:
                json.WriteBooleanValue(truth);
                break;
            case int number:
                json.WriteNumberValue(number);
                break;
            case long number:
                json.WriteNumberValue(number);
                break;
            case double number when double.IsFinite(number):
                json.WriteNumberValue(number);
                break;
            case decimal number:
                json.WriteNumberValue(number);
                break;
            default:
                json.WriteStringValue(Convert.ToString(value, CultureInfo.InvariantCulture));
                break;
        }
    }

    private static string NameOf(LogLevel level) => level switch
    {
        LogLevel.Trace => "trace",
        LogLevel.Debug => "debug",
        LogLevel.Information => "info",
        LogLevel.Warning => "warning",
        LogLevel.Error => "error",
        LogLevel.Critical => "critical",
        _ => level.ToString(),
    };
}
