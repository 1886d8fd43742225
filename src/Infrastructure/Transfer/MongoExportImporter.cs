using DealInsights.Application;
using DealInsights.Application.Transfer;
using DealInsights.Infrastructure.StoredDocuments;

namespace DealInsights.Infrastructure.Transfer;

/// <inheritdoc/>
internal sealed class MongoExportImporter(IDocumentStore store) : IDealImporter
{
    /// <inheritdoc/>
    public async Task<ImportReport> ImportAsync(
        string path, IProgress<WorkProgress>? progress, CancellationToken cancellationToken)
    {
        try
        {
            return await ImportAllAsync(path, progress, cancellationToken);
        }
        catch (UnauthorizedAccessException exception)
        {
            throw new IOException(exception.Message, exception);
        }
    }

    private async Task<ImportReport> ImportAllAsync(
        string path, IProgress<WorkProgress>? progress, CancellationToken cancellationToken)
    {
        var found = ExportFiles.Find(path).ToLookup(ExportFiles.CollectionOf);
        var loaded = new List<ImportedFile>();
        var refused = new List<RefusedLine>();
        var dealsWithMeetings = new HashSet<string>(StringComparer.Ordinal);

        refused.AddRange(found[null].Select(file => Refuse(file, $"no collection has this name: {ExportFiles.Expected}")));
        if (found.Count == 0)
        {
            refused.Add(Refuse(Path.GetFullPath(path), $"the folder holds none of {ExportFiles.Expected}"));
        }

        await store.PrepareAsync(cancellationToken);
        foreach (var collection in StoredCollection.All)
        {
            foreach (var file in found[collection])
            {
                var import = new FileImport(store, collection, file, progress);
                loaded.Add(await import.RunAsync(cancellationToken));
                refused.AddRange(import.Refused);
                if (collection == StoredCollection.MeetingInsights)
                {
                    dealsWithMeetings.UnionWith(import.Deals);
                }
            }
        }

        return new ImportReport(loaded, refused, dealsWithMeetings);
    }

    private static RefusedLine Refuse(string file, string reason) =>
        new(Path.GetFileName(Path.TrimEndingDirectorySeparator(file)), Line: null, reason);
}
