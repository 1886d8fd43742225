using DealInsights.Application;
using DealInsights.Application.Diagnostics;
using DealInsights.Application.Meetings;
using DealInsights.Application.Stakeholders;
using DealInsights.Application.Warming;
using DealInsights.Infrastructure.Offline;
using DealInsights.Infrastructure.OpenAi;
using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace DealInsights.Infrastructure.Insights;

/// <summary>Registers the ports that a model or the offline rules serve.</summary>
internal static class InsightServices
{
    private const long Megabyte = 1024 * 1024;

    /// <summary>Adds the ports as the offline rules serve them.</summary>
    public static IServiceCollection AddOfflineInsights(this IServiceCollection services)
    {
        services.AddSingleton(new LanguageModelStatus(InsightOrigin.Offline, Deployment: null));
        services.AddOverviews();
        services.AddSingleton<IDecisionMakerClassifier, OfflineDecisionMakerClassifier>();

        return services;
    }

    /// <summary>Adds the ports as a chat model serves them, which has to be added beside them.</summary>
    public static IServiceCollection AddModelInsights(this IServiceCollection services)
    {
        services.AddOverviews();
        services.AddSingleton<TitleJudge>();
        services.AddSingleton<OfflineDecisionMakerClassifier>();
        services.AddScoped<IDecisionMakerClassifier, CachedDecisionMakerClassifier>();
        services.AddSingleton<IInsightWarmer, InsightWarmer>();

        return services;
    }

    private static void AddOverviews(this IServiceCollection services)
    {
        services.AddValidatedOptions<InsightOptions>(InsightOptions.Section);
        services.AddValidatedOptions<CompanyOverviewOptions>(CompanyOverviewOptions.Section);
        services.TryAddSingleton(TimeProvider.System);
        services.AddMetrics();
        services.AddSingleton<ModelMetrics>();
        services.AddSingleton<ModelFallback>();

        services.AddMemoryCache();
        services.AddOptions<MemoryCacheOptions>().Configure<IOptions<InsightOptions>>(
            (cache, insights) => cache.SizeLimit = insights.Value.MemoryLimitMegabytes * Megabyte);
        services.AddHybridCache();
        services.AddSingleton<InsightCache>();
        services.AddSingleton<SavedInsights>();
        services.AddSingleton<LeasedWork>();
        services.AddSingleton<OverviewAuthor>();
        services.AddSingleton<OverviewWriter>();
        services.AddSingleton<OverviewRefresher>();
        services.AddHostedService(provider => provider.GetRequiredService<OverviewRefresher>());
        services.AddScoped<IMeetingSummarizer, CachedMeetingSummarizer>();
    }
}
