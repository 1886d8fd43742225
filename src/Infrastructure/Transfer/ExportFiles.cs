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

    private static bool HasJsonExtension(string file) =>
        Extensions.Contains(Path.GetExtension(file), StringComparer.OrdinalIgnoreCase);
}
