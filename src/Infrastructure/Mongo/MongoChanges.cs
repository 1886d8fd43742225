using DealInsights.Application.Answers;

namespace DealInsights.Infrastructure.Mongo;

/// <inheritdoc/>
/// <remarks>MongoDB has no such number: a change stream would need a replica set, and its news arrive a moment late.</remarks>
internal sealed class MongoChanges : IStoreChanges
{
    /// <inheritdoc/>
    public ValueTask<long?> FindVersionAsync(CancellationToken cancellationToken) => ValueTask.FromResult<long?>(null);
}
