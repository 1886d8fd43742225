using System.Text;
using Microsoft.Extensions.Logging.Console;

namespace DealInsights.WebApi.Logging;

/// <summary>Sets up the console as a log.</summary>
internal static class ConsoleLogging
{
    /// <summary>
    /// One line an event on the console, in the form operators know. <c>Logging__Console__FormatterName</c> chooses
    /// another, such as <c>json</c> for a log shipper.
    /// </summary>
    public static void UseConsoleLines(this ILoggingBuilder logging)
    {
        logging.AddConsoleFormatter<LineConsoleFormatter, ConsoleFormatterOptions>();
        // For its formatters, options and filters; its provider is replaced.
        logging.AddConsole(console => console.FormatterName ??= LineConsoleFormatter.FormatterName);
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
