using System.Text.Json;

namespace DealInsights.LoadTest.CommandLine;

/// <summary>Finds the deals to ask for.</summary>
internal static class DealNames
{
    private const string Samples = "samples/deal_info.json";
    private const string KnownSample = "Acme renewal";
    private const int LongestAccepted = 256;

    /// <exception cref="UsageException">The file cannot be read, is not JSON, or names no deal.</exception>
    public static async Task<IReadOnlyList<string>> ChooseAsync(
        LoadTestOptions options, CancellationToken cancellationToken)
    {
        if (options.Deals.Count > 0)
        {
            return options.Deals;
        }

        var file = options.DealsFile ?? (File.Exists(Samples) ? Samples : null);
        if (file is null)
        {
            return [KnownSample];
        }

        return await ReadFileAsync(file, cancellationToken);
    }

    /// <summary>The deals that nobody asked for before; none when the options name no file of them.</summary>
    /// <param name="options">Name the file.</param>
    /// <param name="known">Deals that are asked for otherwise, and therefore left out.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="UsageException">
    /// The file cannot be read, is not JSON, or names no deal that is not known.
    /// </exception>
    public static async Task<IReadOnlyList<string>> ChooseFreshAsync(
        LoadTestOptions options, IReadOnlyList<string> known, CancellationToken cancellationToken)
    {
        if (!(options.RunsCrowded || options.RunsStreams) || options.FreshDealsFile is not { } file)
        {
            return [];
        }

        IReadOnlyList<string> fresh =
            [.. (await ReadFileAsync(file, cancellationToken)).Except(known, StringComparer.Ordinal)];
        return fresh.Count > 0
            ? fresh
            : throw new UsageException($"--fresh-deals-file {file} has no deal besides those that are to be stored.");
    }

    private static async Task<IReadOnlyList<string>> ReadFileAsync(string file, CancellationToken cancellationToken)
    {
        try
        {
            var names = Read(await File.ReadAllBytesAsync(file, cancellationToken));
            return names.Count > 0 ? names : throw new UsageException($"No deal_id in {file}.");
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or JsonException)
        {
            throw new UsageException($"The deals cannot be read from {file}: {failure.Message}");
        }
    }

    /// <summary>
    /// Every different <c>deal_id</c> that the service would accept, in stored order, from what mongoexport writes:
    /// a document on each line, or with <c>--jsonArray</c> one array of them.
    /// </summary>
    public static IReadOnlyList<string> Read(ReadOnlySpan<byte> export)
    {
        var reader = new Utf8JsonReader(export, new JsonReaderOptions { AllowMultipleValues = true });
        var names = new List<string>();
        while (reader.Read())
        {
            using var value = JsonDocument.ParseValue(ref reader);
            if (value.RootElement.ValueKind == JsonValueKind.Array)
            {
                names.AddRange(value.RootElement.EnumerateArray().Select(NameIn).OfType<string>());
            }
            else if (NameIn(value.RootElement) is { } name)
            {
                names.Add(name);
            }
        }

        return [.. names.Distinct(StringComparer.Ordinal)];
    }

    private static string? NameIn(JsonElement document) =>
        document.ValueKind == JsonValueKind.Object
        && document.TryGetProperty("deal_id", out var id)
        && id.ValueKind == JsonValueKind.String
        && id.GetString() is { Length: <= LongestAccepted } name
        && !string.IsNullOrWhiteSpace(name)
            ? name
            : null;
}
