using AutoMapper;
using DealInsights.Application.Diagnostics;

namespace DealInsights.WebApi.Hosting;

/// <summary>Says once, at start, which store, model and shared cache are used: they are chosen by what is configured.</summary>
internal sealed partial class StartupReport(
    IStoreStatus store,
    LanguageModelStatus model,
    IServiceProvider services,
    ILogger<StartupReport> logger,
    ISharedCacheStatus? sharedCache = null) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        // Built now, with its licence notice, and not by the first query, which would pay for it.
        services.GetRequiredService<IMapper>();
        LogChoices(
            store.Name,
            model.Name,
            model.Deployment is null ? "" : $" ({model.Deployment})",
            sharedCache is null ? "" : $"; shared cache: {sharedCache.Name}");
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    [LoggerMessage(EventId = 1, EventName = "Starting", Level = LogLevel.Information,
        Message = "Store: {Store}; language model: {Model}{Deployment}{SharedCache}")]
    private partial void LogChoices(string store, string model, string deployment, string sharedCache);
}
