using System.Buffers;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;

namespace DealInsights.WebApi.Observability;

/// <summary>
/// Writes one line per event. The lines of requests have no prefix, as in the replaced service; all others begin with
/// level and category. Colors appear on a terminal only, and not when <c>NO_COLOR</c> is set.
/// </summary>
internal sealed class LineConsoleFormatter() : ConsoleFormatter(Name)
{
    public new const string Name = "lines";

    private const string Green = "\e[32m";
    private const string Yellow = "\e[33m";
    private const string Red = "\e[31m";
    private const string Reset = "\e[0m";

    private static readonly SearchValues<char> ControlCharacters =
        SearchValues.Create([.. Enumerable.Range(0, 256).Select(code => (char)code).Where(char.IsControl)]);

    private static readonly string RequestCategory = typeof(RequestTimingMiddleware).FullName!;

    // https://no-color.org: a value that is not empty means no colors.
    private readonly bool _colors =
        !Console.IsOutputRedirected && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"));

    public override void Write<TState>(
        in LogEntry<TState> logEntry, IExternalScopeProvider? scopeProvider, TextWriter textWriter)
    {
        var message = OnOneLine(logEntry.Formatter(logEntry.State, logEntry.Exception));
        if (logEntry.Category == RequestCategory)
        {
            WriteColored(textWriter, message, ColorOfRequest(logEntry.State));
        }
        else
        {
            WriteColored(textWriter, NameOf(logEntry.LogLevel), ColorOf(logEntry.LogLevel));
            textWriter.Write($": {logEntry.Category}: {message}");
        }

        textWriter.WriteLine();
        if (logEntry.Exception is { } exception)
        {
            textWriter.WriteLine(exception);
        }
    }

    // A message can contain text from a caller or a document: it must not forge a line or a color.
    private static string OnOneLine(string message) => message.AsSpan().ContainsAny(ControlCharacters)
        ? string.Concat(message.Select(character =>
            char.IsControl(character) ? $"\\u{(int)character:x4}" : character.ToString()))
        : message;

    private void WriteColored(TextWriter writer, string text, string? color) =>
        writer.Write(_colors && color is not null ? $"{color}{text}{Reset}" : text);

    private static string? ColorOfRequest<TState>(TState state)
    {
        var label = (state as IReadOnlyList<KeyValuePair<string, object?>>)?
            .FirstOrDefault(value => value.Key == "Label").Value as string;

        return label switch
        {
            RequestLabel.Fast => Green,
            RequestLabel.Ok => Yellow,
            RequestLabel.Slow => Red,
            _ => null,
        };
    }

    private static string? ColorOf(LogLevel level) => level switch
    {
        LogLevel.Warning => Yellow,
        LogLevel.Error or LogLevel.Critical => Red,
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
