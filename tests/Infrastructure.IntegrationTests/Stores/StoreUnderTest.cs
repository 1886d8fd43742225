using DealInsights.Application.Concerns;
using DealInsights.Application.Deals;
using DealInsights.Application.Meetings;
using DealInsights.Infrastructure.Insights;
using DealInsights.Infrastructure.StoredDocuments;
using Microsoft.Extensions.DependencyInjection;
using MongoDB.Bson;

namespace DealInsights.Infrastructure.IntegrationTests.Stores;

/// <summary>An adapter under the contract suite: empty when made, gone when disposed.</summary>
internal sealed class StoreUnderTest(ServiceProvider services, Func<Task> remove) : IAsyncDisposable
{
    private readonly AsyncServiceScope _request = services.CreateAsyncScope();

    public IDealRepository Deals => _request.ServiceProvider.GetRequiredService<IDealRepository>();

    public IConcernRepository Concerns => _request.ServiceProvider.GetRequiredService<IConcernRepository>();

    public IMeetingRepository Meetings => _request.ServiceProvider.GetRequiredService<IMeetingRepository>();

    public IDocumentStore Documents => services.GetRequiredService<IDocumentStore>();

    public IInsightStore Insights => services.GetRequiredService<IInsightStore>();

    public IServiceProvider Services => services;

    /// <summary>Stores documents given as Extended JSON; fails the test when the store refuses one.</summary>
    public async Task HasAsync(StoredCollection collection, params string[] extendedJson)
    {
        var refused = await Documents.UpsertAsync(
            collection, [.. extendedJson.Select(BsonDocument.Parse)], CancellationToken.None);

        Assert.That(refused, Is.Empty);
    }

    public async ValueTask DisposeAsync()
    {
        await _request.DisposeAsync();
        await services.DisposeAsync();
        await remove();
    }
}
