using System.Formats.Tar;
using DealInsights.Infrastructure.StoredDocuments;

namespace DealInsights.Infrastructure.Transfer;

/// <summary>Maps collections to the files of an export.</summary>
internal static class ExportFiles
{
    private static readonly string[] Extensions = [".json", ".jsonl", ".ndjson"];

    /// <summary>The expected file names, for error messages.</summary>
    public static string Expected { get; } = string.Join(", ", StoredCollection.All.Select(NameOf));

    /// <summary>The file that a collection is exported to.</summary>
    public static string NameOf(StoredCollection collection) => collection.Name + Extensions[0];

    /// <summary>The collection of a file by its name; <see langword="null"/> when the name is none of a collection.</summary>
    public static StoredCollection? CollectionOf(string file) => HasJsonExtension(file)
        ? StoredCollection.All.FirstOrDefault(collection =>
            string.Equals(collection.Name, Path.GetFileNameWithoutExtension(file), StringComparison.Ordinal))
        : null;

    /// <summary>Returns the path, or the JSON files in the folder, by name.</summary>
    /// <exception cref="IOException">There is no such file or folder, or it cannot be read.</exception>
    public static IReadOnlyList<string> Find(string path)
    {
        if (File.Exists(path))
        {
            return [path];
        }

        if (!Directory.Exists(path))
        {
            throw new FileNotFoundException($"There is no file or folder {path}.", path);
        }

        return [.. Directory.EnumerateFiles(path).Where(HasJsonExtension).Order(StringComparer.Ordinal)];
    }

    /// <summary>Whether a path leads to a regular file: opening a pipe waits for a writer, and a device may never end.</summary>
    /// <exception cref="IOException">The path cannot be read, or leads to a socket.</exception>
    public static bool IsRegular(string path)
    {
        var target = File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path;
        // Pipes and devices have no length.
        if (new FileInfo(target).Length > 0)
        {
            return true;
        }

        // .NET has no other way to get the type of a file without opening it.
        using var archive = new MemoryStream();
        using (var writer = new TarWriter(archive, leaveOpen: true))
        {
            writer.WriteEntry(target, "file");
        }

        archive.Position = 0;
        using var reader = new TarReader(archive);

        return reader.GetNextEntry()?.EntryType == TarEntryType.RegularFile;
    }

    private static bool HasJsonExtension(string file) =>
        Extensions.Contains(Path.GetExtension(file), StringComparer.OrdinalIgnoreCase);
}
