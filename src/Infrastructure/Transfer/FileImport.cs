using DealInsights.Application;
using DealInsights.Application.Transfer;
using DealInsights.Infrastructure.StoredDocuments;
using MongoDB.Bson;

namespace DealInsights.Infrastructure.Transfer;

/// <summary>The import of one file into one collection.</summary>
internal sealed class FileImport(
    IDocumentStore store, StoredCollection collection, string path, IProgress<WorkProgress>? progress)
{
    // Fits into memory, and makes the cost of a transaction or round trip negligible.
    private const int LargestBatch = 500;
    private const int LargestBatchBytes = 8 * 1024 * 1024;

    // Extended JSON is up to six times longer than its BSON, where all text is escaped.
    private const int LongestLine = 96 * 1024 * 1024;

    private readonly string _file = Path.GetFileName(path);
    private readonly List<RefusedLine> _refused = [];
    private readonly HashSet<string> _deals = new(StringComparer.Ordinal);
    private readonly List<(BsonDocument Document, int Line)> _batch = [];
    private int _batchBytes;
    private long _loaded;

    /// <summary>The deals whose documents were stored, each once.</summary>
    public IReadOnlyCollection<string> Deals => _deals;

    /// <summary>The lines that were not loaded, in the file's order; complete when the import is.</summary>
    public IEnumerable<RefusedLine> Refused => _refused.OrderBy(refused => refused.Line);

    /// <summary>Loads the file, a batch at a time.</summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public async Task<ImportedFile> RunAsync(CancellationToken cancellationToken)
    {
        var target = File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path;
        // Pipes and devices have no length either; opening a pipe would wait for a writer.
        if (new FileInfo(target).Length == 0)
        {
            return new ImportedFile(_file, collection.Name, 0);
        }

        await using var stream = new FileStream(path, new FileStreamOptions
        {
            Options = FileOptions.Asynchronous | FileOptions.SequentialScan,
            BufferSize = 0,
        });
        var lines = new LineReader(stream, LongestLine);
        var isFirst = true;
        while (await lines.ReadAsync(cancellationToken) is { } line)
        {
            if (line.IsBlank)
            {
                continue;
            }

            if (isFirst && ReasonToRefuseTheFile(line) is { } reason)
            {
                _refused.Add(new RefusedLine(_file, Line: null, reason));
                break;
            }

            isFirst = false;
            Take(line);
            if (_batch.Count == LargestBatch || _batchBytes >= LargestBatchBytes)
            {
                await StoreBatchAsync(cancellationToken);
                Report(lines.BytesRead, stream.Length);
            }
        }

        await StoreBatchAsync(cancellationToken);
        Report(stream.Length, stream.Length);

        return new ImportedFile(_file, collection.Name, _loaded);
    }

    /// <summary>Recognizes files without one document per line: JSON arrays and pretty-printed documents.</summary>
    private static string? ReasonToRefuseTheFile(Line line)
    {
        var start = line.Bytes.Span.Trim(" \t"u8);

        return start.StartsWith("["u8) ? "it is one JSON array: export it without --jsonArray"
            : start.SequenceEqual("{"u8) ? "its documents are spread over lines: export it without --pretty"
            : null;
    }

    private void Take(Line line)
    {
        if (line.IsTooLong)
        {
            Refuse(line.Number, "it is too long for a document of MongoDB's 16 MB");
            return;
        }

        var (document, reason) = ExtendedJson.Read(line.Bytes.Span);
        if (document is null)
        {
            Refuse(line.Number, line.IsEnded ? reason! : $"{reason}; is the file cut off? No line end follows");
        }
        else if (collection.ReasonToRefuse(document) is { } missing)
        {
            Refuse(line.Number, missing);
        }
        else
        {
            _batch.Add((document, line.Number));
            _batchBytes += line.Bytes.Length;
        }
    }

    private async Task StoreBatchAsync(CancellationToken cancellationToken)
    {
        if (_batch.Count == 0)
        {
            return;
        }

        var documents = _batch.ConvertAll(entry => entry.Document);
        var refused = await store.UpsertAsync(collection, documents, cancellationToken);
        foreach (var (index, reason) in refused)
        {
            Refuse(_batch[index].Line, reason);
        }

        var loaded = documents.Where((_, index) => refused.All(document => document.Index != index));
        _deals.UnionWith(loaded.Select(document => document["deal_id"].AsString));
        _loaded += documents.Count - refused.Count;
        _batch.Clear();
        _batchBytes = 0;
    }

    private void Refuse(int line, string reason) => _refused.Add(new RefusedLine(_file, line, reason));

    private void Report(long done, long total) => progress?.Report(new WorkProgress(collection.Name, done, total));
}
