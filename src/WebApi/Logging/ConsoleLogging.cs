using Microsoft.Extensions.Logging.Console;
using Microsoft.Extensions.Options;

namespace DealInsights.WebApi.Logging;

/// <summary>Sets up the console as a log.</summary>
internal static class ConsoleLogging
{
    /// <summary>
    /// One line an event on the console: in the form operators know where a person reads it, which is on a terminal and
    /// in Development; else, where a program does, in JSON. <c>Logging__Console__FormatterName</c> overrides that:
    /// <c>lines</c>, <c>json</c>, or one of the framework's, which then writes as it always does.
    /// </summary>
    public static void UseConsoleLines(this ILoggingBuilder logging, IHostEnvironment environment)
    {
        if (!environment.IsDevelopment())
        {
            // Its lines on requests have their queries, and so the names of deals; ours have not.
            logging.AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.Warning);
        }

        // The framework's other ones listen for a debugger and for traces of the runtime: nobody reads there, and every event
        // and scope would go through each of them.
        logging.ClearProviders();
        var usual = environment.IsDevelopment() || !Console.IsOutputRedirected
            ? LineConsoleFormatter.Name
            : JsonConsoleFormatter.Name;
        // For its formatters, options and filters; its provider is replaced.
        logging.AddConsole(console => console.FormatterName ??= usual);
        var provider = logging.Services.Single(service => service.ImplementationType == typeof(ConsoleLoggerProvider));
        logging.Services.Remove(provider);
        logging.Services.AddSingleton(_ => new BatchedConsole(Console.OpenStandardOutput()));
        logging.Services.AddSingleton(ProviderFor);
    }

    private static ILoggerProvider ProviderFor(IServiceProvider services)
    {
        var options = services.GetRequiredService<IOptionsMonitor<ConsoleLoggerOptions>>();
        var name = options.CurrentValue.FormatterName;
        if (Is(LineConsoleFormatter.Name))
        {
            return Batched<LineConsoleFormatter>(services);
        }

        if (Is(JsonConsoleFormatter.Name))
        {
            return Batched<JsonConsoleFormatter>(services);
        }

        var formatters = services.GetServices<ConsoleFormatter>().ToList();

        return formatters.Any(formatter => Is(formatter.Name))
            ? new ConsoleLoggerProvider(options, formatters)
            : throw new OptionsValidationException(
                nameof(ConsoleLoggerOptions),
                typeof(ConsoleLoggerOptions),
                [$"Logging__Console__FormatterName: there is no formatter {name}."]);

        bool Is(string formatter) => string.Equals(formatter, name, StringComparison.OrdinalIgnoreCase);
    }

    private static BatchedConsoleProvider Batched<TFormatter>(IServiceProvider services)
        where TFormatter : class, IEventFormatter =>
        new(
            services.GetRequiredService<BatchedConsole>(),
            ActivatorUtilities.CreateInstance<TFormatter>(services),
            services.GetRequiredService<TimeProvider>());
}
