using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.Extensions.Logging.Console;

namespace DealInsights.WebApi.Observability;

/// <summary>Sets up the log on the console.</summary>
internal static class ConsoleLogging
{
    private const int MaxQueueLength = 10_000;

    /// <summary>
    /// Writes colored lines for people (on a terminal and in Development) and JSON for programs.
    /// <c>Logging__Console__FormatterName</c> overrides the choice: <c>lines</c>, <c>json</c>, or another of the framework's.
    /// </summary>
    public static void UseConsole(this ILoggingBuilder logging, IHostEnvironment environment)
    {
        if (!environment.IsDevelopment())
        {
            // These lines contain queries, and so names of deals.
            logging.AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.Warning);
        }

        logging.ClearProviders();
        logging.Services.AddSingleton<IExternalScopeProvider, TraceScopeProvider>();
        logging.AddConsoleFormatter<LineConsoleFormatter, ConsoleFormatterOptions>();
        logging.Services.Configure<JsonConsoleFormatterOptions>(json =>
        {
            json.IncludeScopes = true;
            json.UseUtcTimestamp = true;
            json.TimestampFormat = "yyyy-MM-ddTHH:mm:ss.fffZ";
            // Keeps arrows and names readable; a log is not a web page.
            json.JsonWriterOptions = new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
        });
        var isForPeople = environment.IsDevelopment() || !Console.IsOutputRedirected;
        logging.AddConsole(console =>
        {
            console.FormatterName ??= isForPeople ? LineConsoleFormatter.Name : ConsoleFormatterNames.Json;
            console.MaxQueueLength = MaxQueueLength;
            // A console that nobody reads must not block requests.
            console.QueueFullMode = ConsoleLoggerQueueFullMode.DropWrite;
        });
    }
}
