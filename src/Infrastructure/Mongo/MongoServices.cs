using DealInsights.Application;
using DealInsights.Application.Access.Keys;
using DealInsights.Application.Audit;
using DealInsights.Application.Concerns;
using DealInsights.Application.Deals;
using DealInsights.Application.Diagnostics;
using DealInsights.Application.Meetings;
using DealInsights.Infrastructure.Insights;
using DealInsights.Infrastructure.Removal;
using DealInsights.Infrastructure.StoredDocuments;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using MongoDB.Driver;

namespace DealInsights.Infrastructure.Mongo;

/// <summary>Registers MongoDB as the store.</summary>
internal static class MongoServices
{
    /// <summary>Adds the adapters of every port that a store implements, on one client with one pool.</summary>
    public static IServiceCollection AddMongoStore(this IServiceCollection services)
    {
        // Configuration overrides the connection string.
        services.AddOptions<MongoDbOptions>().Configure<IConfiguration>(MongoClientFactory.ApplyConnectionString);
        services.AddValidatedOptions<MongoDbOptions>(MongoDbOptions.Section);
        services.AddOptions<MongoDbOptions>()
            .Validate<IConfiguration>(
                (_, configuration) => MongoClientFactory.HasConnectionString(configuration),
                "ConnectionStrings__MongoDb is not a MongoDB connection string (mongodb://host:port).")
            .Validate(
                options => options.MinPoolSize <= options.MaxPoolSize,
                "MongoDb__MinPoolSize exceeds MongoDb__MaxPoolSize.");

        services.AddMetrics();
        services.AddSingleton<MongoPool>();
        services.AddSingleton<IMongoClient>(provider => new MongoClient(MongoClientFactory.CreateSettings(
            provider.GetRequiredService<IConfiguration>(),
            provider.GetRequiredService<IOptions<MongoDbOptions>>().Value,
            provider.GetRequiredService<MongoPool>().Watch)));
        services.AddSingleton(provider => provider.GetRequiredService<IMongoClient>().GetDatabase(
            provider.GetRequiredService<IOptions<MongoDbOptions>>().Value.Database));

        services.AddScoped(provider => new MongoCalls(
            provider.GetRequiredService<IOptions<MongoDbOptions>>().Value.SocketTimeout,
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<MongoCircuit>(),
            provider.GetRequiredService<RequestTimings>()));
        services.AddScoped<IDealRepository, MongoDealRepository>();
        services.AddScoped<IConcernRepository, MongoConcernRepository>();
        services.AddScoped<IMeetingRepository, MongoMeetingRepository>();
        services.AddSingleton<IDocumentStore, MongoDocumentStore>();
        services.AddSingleton<IInsightStore, MongoInsightStore>();
        services.AddSingleton<IStoredDataRemoval, MongoDataRemoval>();
        services.AddSingleton<IAuditRepository, MongoAuditRepository>();
        services.AddSingleton<IApiKeyRepository, MongoApiKeyRepository>();

        services.AddSingleton<MongoCircuit>();
        services.AddSingleton<MongoIndexBuilder>();
        services.AddSingleton<MongoStoreStatus>();
        services.AddSingleton<IStoreStatus>(provider => provider.GetRequiredService<MongoStoreStatus>());
        services.AddHostedService<MongoPreparation>();

        return services;
    }
}
