using DealInsights.Application.Transfer;
using DealInsights.Infrastructure.StoredDocuments;
using Microsoft.Extensions.Logging;

namespace DealInsights.Infrastructure.Sqlite;

/// <summary>Fills an empty store with the documents that come with the application, so that it has something to show.</summary>
internal sealed partial class SampleLoader(
    IDocumentStore store, EmbeddedWriter writer, IDealImporter importer, ILogger<SampleLoader> logger)
{
    /// <summary>Loads a folder's files unless any document is stored. A missing folder leaves the store empty.</summary>
    /// <remarks>All or none: a store that holds a part of them counts as somebody's and would never get the rest.</remarks>
    public async Task LoadAsync(string folder, CancellationToken cancellationToken)
    {
        if (!await IsEmptyAsync(cancellationToken))
        {
            return;
        }

        if (!Directory.Exists(folder))
        {
            LogNoSamples(folder);
            return;
        }

        var report = await writer.RunAsOneAsync(
            () => importer.ImportAsync(folder, progress: null, cancellationToken), cancellationToken);
        var documents = report.Files.Sum(file => file.Loaded);
        LogLoaded(documents, folder);
        if (report.Refused is [var first, ..])
        {
            LogRefused(report.Refused.Count, folder, first.File, first.Line, first.Reason);
        }
    }

    private async Task<bool> IsEmptyAsync(CancellationToken cancellationToken)
    {
        foreach (var collection in StoredCollection.All)
        {
            if (await store.CountAsync(collection, cancellationToken) > 0)
            {
                return false;
            }
        }

        return true;
    }

    [LoggerMessage(EventId = 1, EventName = "SamplesLoaded", Level = LogLevel.Information,
        Message = "The embedded store was empty: loaded {Documents} sample documents from {Folder}")]
    private partial void LogLoaded(long documents, string folder);

    [LoggerMessage(EventId = 2, EventName = "NoSamples", Level = LogLevel.Warning,
        Message = "The embedded store is empty and there are no samples in {Folder}")]
    private partial void LogNoSamples(string folder);

    [LoggerMessage(EventId = 3, EventName = "SamplesRefused", Level = LogLevel.Warning,
        Message = "Refused {Refused} of the samples in {Folder}, first {File}:{Line}: {Reason}")]
    private partial void LogRefused(int refused, string folder, string file, int? line, string reason);
}
