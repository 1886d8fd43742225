using System.Text;
using Microsoft.Extensions.Logging.Console;

namespace DealInsights.WebApi.Logging;

/// <summary>Sets up the console as a log.</summary>
internal static class ConsoleLogging
{
    /// <summary>
    /// One line an event on the console: in the form operators know where a person reads it, which is on a terminal and
    /// in Development; else, where a program does, in JSON. <c>Logging__Console__FormatterName</c> overrides that:
    /// <c>lines</c>, <c>json</c>, or one of the framework's.
    /// </summary>
    public static void UseConsoleLines(this ILoggingBuilder logging, IHostEnvironment environment)
    {
        var usual = environment.IsDevelopment() || !Console.IsOutputRedirected
            ? LineConsoleFormatter.FormatterName
            : JsonConsoleFormatter.FormatterName;
        // The builder has added the framework's already; of two with one name the later is taken.
        logging.AddConsoleFormatter<LineConsoleFormatter, ConsoleFormatterOptions>();
        logging.AddConsoleFormatter<JsonConsoleFormatter, ConsoleFormatterOptions>();
        // For its formatters, options and filters; its provider is replaced.
        logging.AddConsole(console => console.FormatterName ??= usual);
        var provider = logging.Services.Single(service => service.ImplementationType == typeof(ConsoleLoggerProvider));
        logging.Services.Remove(provider);
        logging.Services.AddSingleton(_ => new BatchedConsole(StandardOutput()));
        logging.Services.AddSingleton<ILoggerProvider, BatchedConsoleProvider>();
    }

    // Not Console.Out, which writes every piece at once.
    private static StreamWriter StandardOutput() =>
        new(Console.OpenStandardOutput(), new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), bufferSize: 16 * 1024)
        {
            AutoFlush = false,
        };
}
