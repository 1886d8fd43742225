using System.Text.Json.Nodes;
using DealInsights.TestSupport;

namespace DealInsights.FaultTests.Parts;

/// <summary>The sample deals, each several times under another name, as files to import.</summary>
internal static class FaultDeals
{
    private const int Copies = 8;

    /// <summary>Writes the files into a folder.</summary>
    /// <returns>The names of the deals.</returns>
    public static async Task<IReadOnlyList<string>> WriteAsync(string folder)
    {
        var deals = new HashSet<string>(StringComparer.Ordinal);
        foreach (var file in Directory.GetFiles(RepositoryFolder.PathOf("samples"), "*.json"))
        {
            var lines = await File.ReadAllLinesAsync(file);
            await File.WriteAllLinesAsync(
                Path.Combine(folder, Path.GetFileName(file)),
                from copy in Enumerable.Range(1, Copies)
                from line in lines
                where line.Length > 0
                select Copy(line, copy, deals));
        }

        return [.. deals.Order(StringComparer.Ordinal)];
    }

    private static string Copy(string line, int copy, HashSet<string> deals)
    {
        var document = JsonNode.Parse(line)!.AsObject();
        document.Remove("_id");
        var deal = $"{document["deal_id"]} ({copy})";
        document["deal_id"] = deal;
        deals.Add(deal);
        // Else the overview of one would be that of all: it is known by what was said.
        if (document["transcript"] is JsonValue transcript && transcript.TryGetValue<string>(out var said) && said.Trim() != "")
        {
            document["transcript"] = $"This is copy {copy} of what was said. {said}";
        }

        return document.ToJsonString();
    }
}
