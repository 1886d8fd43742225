using DealInsights.Application;
using DealInsights.Application.Diagnostics;
using Microsoft.Extensions.Caching.Distributed;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace DealInsights.Infrastructure.Redis;

/// <summary>Registers Redis as the cache that instances share.</summary>
internal static class RedisServices
{
    /// <summary>Adds the level that the insights' memory looks for behind its own.</summary>
    public static IServiceCollection AddRedis(this IServiceCollection services)
    {
        services.AddValidatedOptions<RedisOptions>(RedisOptions.Section);
        services.AddSingleton<IValidateOptions<RedisOptions>, RedisOptionsValidator>();

        services.AddMetrics();
        services.AddSingleton<RedisMetrics>();
        services.AddSingleton<RedisConnection>();
        services.AddSingleton<ISharedCacheStatus>(provider => provider.GetRequiredService<RedisConnection>());
        services.AddHostedService(provider => provider.GetRequiredService<RedisConnection>());
        services.AddSingleton<IDistributedCache, RedisSharedCache>();

        return services;
    }
}
