using System.Text.Json;

namespace DealInsights.LoadTest.Load;

/// <summary>Reads deal names from a mongoexport file.</summary>
internal static class DealFile
{
    private const int LongestName = 256;

    /// <summary>
    /// Returns the distinct <c>deal_id</c> values that v2 accepts, in stored order. The file has a document on each line,
    /// or one array of documents (<c>--jsonArray</c>).
    /// </summary>
    /// <exception cref="InvalidDataException">The file cannot be read or names no deal.</exception>
    public static async Task<IReadOnlyList<string>> ReadAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            await using var file = File.OpenRead(path);
            var names = new List<string>();
            var documents = JsonSerializer.DeserializeAsyncEnumerable<JsonElement>(
                file, topLevelValues: true, cancellationToken: cancellationToken);
            await foreach (var value in documents)
            {
                names.AddRange(value.ValueKind == JsonValueKind.Array
                    ? value.EnumerateArray().Select(NameOf).OfType<string>()
                    : new[] { NameOf(value) }.OfType<string>());
            }

            return names.Count > 0
                ? [.. names.Distinct(StringComparer.Ordinal)]
                : throw new InvalidDataException($"{path} has no deal_id.");
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or JsonException)
        {
            throw new InvalidDataException($"{path} cannot be read: {failure.Message}", failure);
        }
    }

    private static string? NameOf(JsonElement document) =>
        document.ValueKind == JsonValueKind.Object
        && document.TryGetProperty("deal_id", out var id)
        && id.ValueKind == JsonValueKind.String
        && id.GetString() is { Length: <= LongestName } name
        && !string.IsNullOrWhiteSpace(name)
            ? name
            : null;
}
