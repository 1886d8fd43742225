using AutoMapper;
using DealInsights.Application.Diagnostics;

namespace DealInsights.WebApi.Http;

/// <summary>Logs at start which store and which model the configuration chose.</summary>
internal sealed partial class StartupReport(
    IStoreStatus store,
    LanguageModelStatus model,
    IServiceProvider services,
    ILogger<StartupReport> logger) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        // Builds the mapper now, with its licence notice, so that the first query does not have to wait for it.
        services.GetRequiredService<IMapper>();
        LogChoices(store.Name, model.Name, model.Deployment is null ? "" : $" ({model.Deployment})");
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    [LoggerMessage(EventId = 1, EventName = "Starting", Level = LogLevel.Information,
        Message = "Store: {Store}; language model: {Model}{Deployment}")]
    private partial void LogChoices(string store, string model, string deployment);
}
