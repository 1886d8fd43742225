using System.Text;
using DealInsights.Application;
using DealInsights.Application.Transfer;
using DealInsights.Infrastructure.StoredDocuments;

namespace DealInsights.Infrastructure.Transfer;

/// <inheritdoc/>
/// <remarks>The files are those of <c>mongoexport --jsonFormat=canonical</c>, so <c>mongoimport</c> loads them too.</remarks>
internal sealed class MongoExportExporter(IDocumentStore store) : IDealExporter
{
    private const int ProgressEvery = 500;

    /// <inheritdoc/>
    public async Task<IReadOnlyDictionary<string, long>> ExportAsync(
        string folder, IProgress<WorkProgress>? progress, CancellationToken cancellationToken)
    {
        try
        {
            Directory.CreateDirectory(folder);
            var written = new Dictionary<string, long>(StringComparer.Ordinal);
            foreach (var collection in StoredCollection.All)
            {
                var file = Path.Combine(folder, ExportFiles.NameOf(collection));
                written[collection.Name] = await ExportAsync(collection, file, progress, cancellationToken);
            }

            return written;
        }
        catch (UnauthorizedAccessException exception)
        {
            throw new IOException(exception.Message, exception);
        }
    }

    /// <summary>Writes a temporary file and renames it when it is complete.</summary>
    private async Task<long> ExportAsync(
        StoredCollection collection,
        string file,
        IProgress<WorkProgress>? progress,
        CancellationToken cancellationToken)
    {
        var unfinished = $"{file}.unfinished";
        try
        {
            // Left behind by an export whose process was killed.
            File.Delete(unfinished);
            var written = await WriteAsync(collection, unfinished, progress, cancellationToken);
            File.Move(unfinished, file, overwrite: true);
            return written;
        }
        catch
        {
            File.Delete(unfinished);
            throw;
        }
    }

    private async Task<long> WriteAsync(
        StoredCollection collection,
        string file,
        IProgress<WorkProgress>? progress,
        CancellationToken cancellationToken)
    {
        var total = await store.CountAsync(collection, cancellationToken);
        var written = 0L;
        // Without a byte order mark, which mongoimport takes for a part of the first line.
        await using var lines = new StreamWriter(
            OwnerOnlyFile.Create(file), new UTF8Encoding(encoderShouldEmitUTF8Identifier: false))
        {
            NewLine = "\n",
        };
        await foreach (var document in store.ReadAllAsync(collection, cancellationToken))
        {
            await lines.WriteLineAsync(ExtendedJson.Write(document).AsMemory(), cancellationToken);
            if (++written % ProgressEvery == 0)
            {
                progress?.Report(new WorkProgress(collection.Name, written, Math.Max(written, total)));
            }
        }

        await lines.FlushAsync(cancellationToken);
        progress?.Report(new WorkProgress(collection.Name, written, written));
        return written;
    }
}
