using System.Buffers;
using Microsoft.Extensions.Logging.Abstractions;

namespace DealInsights.WebApi.Logging;

/// <summary>
/// The console as a log, with the settings and filters of the framework's own console logger, in whose place it stands.
/// </summary>
/// <remarks>
/// It keeps no scopes: nothing that it writes shows them, and the framework opens several for each request, which are
/// paid for as soon as one provider keeps them.
/// </remarks>
[ProviderAlias("Console")]
internal sealed class BatchedConsoleProvider(BatchedConsole console, IEventFormatter formatter) : ILoggerProvider
{
    public ILogger CreateLogger(string categoryName) => new Logger(console, formatter, categoryName);

    public void Dispose()
    {
        // The container owns the console.
    }

    private sealed class Logger(BatchedConsole console, IEventFormatter form, string category) : ILogger
    {
        // Two lines a request: what they are built in is kept.
        [ThreadStatic]
        private static ArrayBufferWriter<byte>? _line;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel != LogLevel.None;

        public void Log<TState>(
            LogLevel logLevel,
            EventId eventId,
            TState state,
            Exception? exception,
            Func<TState, Exception?, string> formatter)
        {
            if (!IsEnabled(logLevel))
            {
                return;
            }

            var line = _line ??= new ArrayBufferWriter<byte>(1024);
            line.ResetWrittenCount();
            form.Write(new LogEntry<TState>(logLevel, category, eventId, state, exception, formatter), line);
            console.Write(line.WrittenSpan, isUrgent: logLevel == LogLevel.Critical);
        }
    }
}
