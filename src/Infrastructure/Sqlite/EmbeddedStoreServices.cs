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
using Microsoft.Extensions.DependencyInjection;

namespace DealInsights.Infrastructure.Sqlite;

/// <summary>Registers the embedded store.</summary>
internal static class EmbeddedStoreServices
{
    /// <summary>
    /// Adds the store's ports and the step that makes it ready when the host starts. Loading samples needs an
    /// <see cref="Application.Transfer.IDealImporter"/> beside it.
    /// </summary>
    public static IServiceCollection AddEmbeddedStore(this IServiceCollection services)
    {
        services.AddValidatedOptions<EmbeddedStoreOptions>(EmbeddedStoreOptions.Section);

        services.AddSingleton<EmbeddedDatabase>();
        services.AddSingleton<EmbeddedWriter>();
        services.AddSingleton<IDocumentStore, SqliteDocumentStore>();
        services.AddSingleton<IInsightStore, SqliteInsightStore>();
        services.AddSingleton<IStoredDataRemoval, SqliteDataRemoval>();
        services.AddSingleton<IAuditRepository, SqliteAuditRepository>();
        services.AddSingleton<IApiKeyRepository, SqliteApiKeyRepository>();
        services.AddSingleton<IStoreStatus, SqliteStoreStatus>();

        services.AddScoped<SqliteReads>();
        services.AddScoped<IDealRepository, SqliteDealRepository>();
        services.AddScoped<IConcernRepository, SqliteConcernRepository>();
        services.AddScoped<IMeetingRepository, SqliteMeetingRepository>();

        services.AddHostedService<EmbeddedStoreStart>();

        return services;
    }
}
