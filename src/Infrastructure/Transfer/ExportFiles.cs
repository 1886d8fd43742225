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

    private static bool HasJsonExtension(string file) =>
        Extensions.Contains(Path.GetExtension(file), StringComparer.OrdinalIgnoreCase);
}
