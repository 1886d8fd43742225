namespace DealInsights.Application.Transfer;

/// <summary>Loads exported collections into the configured store.</summary>
public interface IDealImporter
{
    /// <summary>
    /// Loads files as <c>mongoexport</c> writes them: Extended JSON, one document per line, one file per collection,
    /// named for it. A document replaces the stored one with the same key, so loading is idempotent. Lines that cannot be
    /// loaded are reported with their reason; the rest is loaded.
    /// </summary>
    /// <param name="path">A file, or a folder whose <c>.json</c>, <c>.jsonl</c> and <c>.ndjson</c> files are loaded.</param>
    /// <param name="progress">Called after every batch; may be <see langword="null"/>.</param>
    /// <param name="cancellationToken">Stops between two batches; what was loaded stays.</param>
    /// <exception cref="IOException">There is no such file or folder, or it cannot be read.</exception>
    /// <exception cref="Failures.UpstreamUnavailableException">The store does not answer.</exception>
    Task<ImportReport> ImportAsync(string path, IProgress<WorkProgress>? progress, CancellationToken cancellationToken);
}

/// <summary>Writes the configured store's collections to files that <see cref="IDealImporter"/> loads again.</summary>
public interface IDealExporter
{
    /// <summary>Writes one file per collection into a folder, which is created when it is missing.</summary>
    /// <returns>The number of documents written, by collection.</returns>
    /// <exception cref="IOException">A file cannot be written.</exception>
    /// <exception cref="Failures.UpstreamUnavailableException">The store does not answer.</exception>
    Task<IReadOnlyDictionary<string, long>> ExportAsync(
        string folder, IProgress<WorkProgress>? progress, CancellationToken cancellationToken);
}

/// <summary>The result of an import.</summary>
/// <param name="Files">One entry per file, in the order of loading.</param>
/// <param name="Refused">Every line and file that was not loaded, in order.</param>
/// <param name="DealsWithMeetings">The deals with loaded meetings, each once.</param>
public sealed record ImportReport(
    IReadOnlyList<ImportedFile> Files,
    IReadOnlyList<RefusedLine> Refused,
    IReadOnlyCollection<string> DealsWithMeetings);

/// <summary>The result of one file.</summary>
/// <param name="File">The file's name without its folder.</param>
/// <param name="Collection">The collection it was loaded into.</param>
/// <param name="Loaded">The number of documents inserted or replaced.</param>
public sealed record ImportedFile(string File, string Collection, long Loaded);

/// <summary>A line that was not loaded.</summary>
/// <param name="File">The file's name without its folder.</param>
/// <param name="Line">The line, from 1; <see langword="null"/> when the whole file was refused.</param>
/// <param name="Reason">Why, for the operator; never contains the line.</param>
public sealed record RefusedLine(string File, int? Line, string Reason);
