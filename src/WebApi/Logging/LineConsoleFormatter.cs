using System.Buffers;
using System.Text;
using DealInsights.WebApi.Timing;
using Microsoft.Extensions.Logging.Abstractions;

namespace DealInsights.WebApi.Logging;

/// <summary>
/// Writes one line an event. The lines of requests stand alone, as operators of the replaced service know them; all
/// others name their level and category. Colors appear on a terminal only, and not when <c>NO_COLOR</c> is set.
/// </summary>
internal sealed class LineConsoleFormatter : IEventFormatter
{
    public const string Name = "lines";

    private const string Reset = "\e[0m";

    private static readonly SearchValues<char> ControlCharacters =
        SearchValues.Create([.. Enumerable.Range(0, 256).Select(code => (char)code).Where(char.IsControl)]);

    private static readonly string RequestCategory = typeof(RequestTimingMiddleware).FullName!;

    // https://no-color.org: set and not empty means no colors.
    private readonly bool _colors =
        !Console.IsOutputRedirected && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"));

    public void Write<TState>(in LogEntry<TState> entry, in EventMoment moment, IBufferWriter<byte> output)
    {
        using var text = new StringWriter();
        Write(in entry, text);
        Encoding.UTF8.GetBytes(text.ToString(), output);
    }

    private void Write<TState>(in LogEntry<TState> entry, StringWriter textWriter)
    {
        var message = OnOneLine(entry.Formatter(entry.State, entry.Exception));
        if (string.Equals(entry.Category, RequestCategory, StringComparison.Ordinal))
        {
            WriteColored(textWriter, message, ColorOfRequest(entry.State));
        }
        else
        {
            WriteColored(textWriter, NameOf(entry.LogLevel), ColorOf(entry.LogLevel));
            textWriter.Write($": {entry.Category}: {message}");
        }

        textWriter.WriteLine();
        if (entry.Exception is { } exception)
        {
            textWriter.WriteLine(exception);
        }
    }

    // What is logged may hold what others wrote, such as a document's identifier: it cannot forge a line, or a color.
    private static string OnOneLine(string message) => message.AsSpan().ContainsAny(ControlCharacters)
        ? string.Concat(message.Select(character =>
            char.IsControl(character) ? $"\\u{(int)character:x4}" : character.ToString()))
        : message;

    private void WriteColored(TextWriter writer, string text, string? color)
    {
        if (_colors && color is not null)
        {
            writer.Write(color);
            writer.Write(text);
            writer.Write(Reset);
        }
        else
        {
            writer.Write(text);
        }
    }

    private static string? ColorOfRequest<TState>(TState state)
    {
        var label = (state as IReadOnlyList<KeyValuePair<string, object?>>)?
            .FirstOrDefault(value => value.Key == "Label").Value as string;

        return label switch
        {
            RequestLabel.Fast => "\e[32m",
            RequestLabel.Ok => "\e[33m",
            RequestLabel.Slow => "\e[31m",
            _ => null,
        };
    }

    private static string? ColorOf(LogLevel level) => level switch
    {
        LogLevel.Warning => "\e[33m",
        LogLevel.Error or LogLevel.Critical => "\e[31m",
        _ => null,
    };

    private static string NameOf(LogLevel level) => level switch
    {
        LogLevel.Trace => "trce",
        LogLevel.Debug => "dbug",
        LogLevel.Information => "info",
        LogLevel.Warning => "warn",
        LogLevel.Error => "fail",
        LogLevel.Critical => "crit",
        _ => level.ToString(),
    };
}
