using DealInsights.Application.Answers;

namespace DealInsights.Infrastructure.Sqlite;

/// <summary>Counts no changes, so that no response is kept. Goes with <see cref="IStoreChanges"/>.</summary>
internal sealed class SqliteChanges : IStoreChanges
{
    /// <inheritdoc/>
    public ValueTask<long?> FindVersionAsync(CancellationToken cancellationToken) => ValueTask.FromResult<long?>(null);
}
