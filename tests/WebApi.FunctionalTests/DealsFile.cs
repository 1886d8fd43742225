namespace DealInsights.WebApi.FunctionalTests;

/// <summary>An export of deals "Deal 0", "Deal 1", … with one meeting each, to import.</summary>
internal sealed class DealsFile : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("dealinsights-");

    private DealsFile()
    {
    }

    /// <summary>The folder that holds it.</summary>
    public string Path => _folder.FullName;

    /// <summary>Writes the file.</summary>
    /// <param name="deals">How many.</param>
    /// <param name="title">The title of everybody who attends.</param>
    public static async Task<DealsFile> CreateAsync(int deals, string title = "CEO")
    {
        var file = new DealsFile();
        await File.WriteAllLinesAsync(
            System.IO.Path.Combine(file.Path, "meeting_insights.json"),
            Enumerable.Range(0, deals).Select(deal =>
                $$"""{"deal_id":"Deal {{deal}}","meeting_id":"Deal {{deal}}_1","meeting_date":"2026-01-05","transcript":"Deal {{deal}}: we agreed to run a pilot in March.","buyer_attendees":[{"name":"Ann","title":"{{title}}"}]}"""));

        return file;
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
