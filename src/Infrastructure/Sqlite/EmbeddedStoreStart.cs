using DealInsights.Application.Transfer;
using DealInsights.Infrastructure.StoredDocuments;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace DealInsights.Infrastructure.Sqlite;

/// <summary>
/// Prepares the embedded store before the server accepts requests, and fills an empty one with the documents that come
/// with the application. A file that cannot be used stops the start.
/// </summary>
internal sealed partial class EmbeddedStoreStart(
    EmbeddedDatabase database,
    EmbeddedWriter writer,
    IDealImporter importer,
    IOptions<EmbeddedStoreOptions> options,
    ILogger<EmbeddedStoreStart> logger) : IHostedService
{
    private static readonly string SamplesFolder = Path.Combine(AppContext.BaseDirectory, "samples");

    /// <inheritdoc/>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        database.Prepare();
        if (options.Value.LoadSamples)
        {
            await LoadSamplesAsync(SamplesFolder, cancellationToken);
        }
    }

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Loads a folder's files unless any document is stored. A missing folder leaves the store empty.</summary>
    internal async Task LoadSamplesAsync(string folder, CancellationToken cancellationToken)
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

        var report = await ImportAsync(folder, cancellationToken);
        var documents = report.Files.Sum(file => file.Loaded);
        LogLoaded(documents, folder);
        if (report.Refused is [var first, ..])
        {
            LogRefused(report.Refused.Count, folder, first.File, first.Line, first.Reason);
        }
    }

    private async Task<ImportReport> ImportAsync(string folder, CancellationToken cancellationToken)
    {
        try
        {
            return await importer.ImportAsync(folder, progress: null, cancellationToken);
        }
        catch
        {
            // All or nothing, because the next start loads samples into an empty store only.
            await writer.RunAsync(
                connection => StoredCollection.All.Sum(collection => connection.Run($"DELETE FROM {collection.Name}")),
                CancellationToken.None);
            throw;
        }
    }

    private Task<bool> IsEmptyAsync(CancellationToken cancellationToken) => database.ReadAsync(
        connection => StoredCollection.All.All(
            collection => connection.FindNumber($"SELECT count(*) FROM {collection.Name}") == 0),
        cancellationToken);

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
