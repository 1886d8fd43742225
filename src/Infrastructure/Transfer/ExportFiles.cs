using System.Formats.Tar;
using DealInsights.Infrastructure.StoredDocuments;

namespace DealInsights.Infrastructure.Transfer;

/// <summary>Which files hold exported collections.</summary>
internal static class ExportFiles
{
    private static readonly string[] Extensions = [".json", ".jsonl", ".ndjson"];

    /// <summary>The names that are looked for, as an example for whoever gave another.</summary>
    public static string Expected { get; } = string.Join(", ", StoredCollection.All.Select(NameOf));

    /// <summary>The file that a collection is exported to.</summary>
    public static string NameOf(StoredCollection collection) => collection.Name + Extensions[0];

    /// <summary>The collection that a file is named for; <see langword="null"/> when it is named for none.</summary>
    public static StoredCollection? CollectionOf(string file) => HasJsonExtension(file)
        ? StoredCollection.All.FirstOrDefault(collection =>
            string.Equals(collection.Name, Path.GetFileNameWithoutExtension(file), StringComparison.Ordinal))
        : null;

    /// <summary>The path itself, or the JSON files of the folder that it names, by name.</summary>
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

        // .NET tells the type of a file nowhere else without opening it.
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
