using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;
using Microsoft.Extensions.Options;

namespace DealInsights.WebApi.Logging;

/// <summary>
/// The console as a log, with the formatters, settings and filters of the framework's own console logger, in whose place
/// it stands.
/// </summary>
[ProviderAlias("Console")]
internal sealed class BatchedConsoleProvider : ILoggerProvider, ISupportExternalScope
{
    private readonly BatchedConsole _console;
    private readonly ConsoleFormatter _formatter;
    private IExternalScopeProvider? _scopes;

    public BatchedConsoleProvider(
        BatchedConsole console, IEnumerable<ConsoleFormatter> formatters, IOptions<ConsoleLoggerOptions> options)
    {
        _console = console;
        var name = options.Value.FormatterName;
        // The last, as ours come after the framework's.
        _formatter = formatters.LastOrDefault(
                formatter => string.Equals(formatter.Name, name, StringComparison.OrdinalIgnoreCase))
            ?? throw new OptionsValidationException(
                nameof(ConsoleLoggerOptions),
                typeof(ConsoleLoggerOptions),
                [$"Logging__Console__FormatterName: there is no formatter {name}."]);
    }

    public ILogger CreateLogger(string categoryName) => new Logger(this, categoryName);

    public void SetScopeProvider(IExternalScopeProvider scopeProvider) => _scopes = scopeProvider;

    public void Dispose()
    {
        // The container owns the console.
    }

    private sealed class Logger(BatchedConsoleProvider provider, string category) : ILogger
    {
        [ThreadStatic]
        private static StringWriter? _line;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => provider._scopes?.Push(state);

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

            var line = _line ??= new StringWriter();
            var text = line.GetStringBuilder();
            try
            {
                var entry = new LogEntry<TState>(logLevel, category, eventId, state, exception, formatter);
                provider._formatter.Write(in entry, provider._scopes, line);
                provider._console.Write(text, isUrgent: logLevel == LogLevel.Critical);
            }
            finally
            {
                text.Clear();
            }
        }
    }
}
