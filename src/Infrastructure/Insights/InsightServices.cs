using DealInsights.Application;
using DealInsights.Application.Meetings;
using DealInsights.Application.Stakeholders;
using DealInsights.Application.Warming;
using DealInsights.Infrastructure.OpenAi;
using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace DealInsights.Infrastructure.Insights;

/// <summary>Registers the memory in front of a language model.</summary>
internal static class InsightServices
{
    private const long Megabyte = 1024 * 1024;

    /// <summary>
    /// Adds the ports as they are answered from memory, from the store, and by a chat model, which has to be added beside
    /// them.
    /// </summary>
    public static IServiceCollection AddInsights(this IServiceCollection services)
    {
        services.AddValidatedOptions<InsightOptions>(InsightOptions.Section);
        services.AddValidatedOptions<CompanyOverviewOptions>(CompanyOverviewOptions.Section);

        services.AddMemoryCache();
        services.AddOptions<MemoryCacheOptions>().Configure<IOptions<InsightOptions>>(
            (cache, insights) => cache.SizeLimit = insights.Value.MemoryLimitMegabytes * Megabyte);
        services.AddHybridCache()
            .AddSerializer<RememberedOverview, RememberedInsightSerializer>()
            .AddSerializer<RememberedJudgement, RememberedInsightSerializer>();
        services.AddSingleton<InsightMemory>();
        services.AddSingleton<InsightLeases>();
        services.AddSingleton<OverviewDrafts>();
        services.AddSingleton<OverviewGenerator>();
        services.AddSingleton<TitleJudge>();
        services.AddSingleton<OverviewRefresher>();
        services.AddHostedService(provider => provider.GetRequiredService<OverviewRefresher>());

        services.AddSingleton<IInsightWarmer, InsightWarmer>();
        services.AddScoped<IMeetingSummarizer, RememberingMeetingSummarizer>();
        services.AddScoped<IDecisionMakerClassifier, RememberingDecisionMakerClassifier>();

        return services;
    }
}
