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
internal sealed class BatchedConsoleProvider(BatchedConsole console, IEventFormatter formatter, TimeProvider clock) : ILoggerProvider
{
    // All that our own messages are given is what it is: text, numbers, times. A test looks at every one of them.
    private const string Ours = nameof(DealInsights) + ".";

    public ILogger CreateLogger(string categoryName) =>
        new Logger(console, formatter, clock, categoryName, categoryName.StartsWith(Ours, StringComparison.Ordinal));

    public void Dispose()
    {
        // The container owns the console.
    }

    private sealed class Logger(BatchedConsole console, IEventFormatter form, TimeProvider clock, string category, bool isOurs)
        : ILogger
    {
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

            var happened = new LoggedEvent<TState>(
                form,
                new LogEntry<TState>(logLevel, category, eventId, state, exception, formatter),
                EventMoment.Now(clock));
            // What may change until then is put into words now: others' values, and exceptions, which are thrown on.
            var canWait = isOurs && exception is null;
            console.Write(canWait ? happened : WrittenText.Of(happened), isUrgent: logLevel == LogLevel.Critical);
        }
    }

    /// <summary>
    /// An event in its values. The thread that logged it is answering somebody; the console's has nothing else to do, and
    /// does a batch of them in less time than as many threads do one each.
    /// </summary>
    private sealed class LoggedEvent<TState>(IEventFormatter form, in LogEntry<TState> entry, in EventMoment moment) : IConsoleText
    {
        private readonly LogEntry<TState> _entry = entry;
        private readonly EventMoment _moment = moment;

        public void WriteTo(IBufferWriter<byte> output) => form.Write(in _entry, in _moment, output);
    }

    private sealed class WrittenText(byte[] text) : IConsoleText
    {
        public static WrittenText Of(IConsoleText text)
        {
            var written = new ArrayBufferWriter<byte>();
            text.WriteTo(written);

            return new WrittenText(written.WrittenSpan.ToArray());
        }

        public void WriteTo(IBufferWriter<byte> output) => output.Write(text);
    }
}
