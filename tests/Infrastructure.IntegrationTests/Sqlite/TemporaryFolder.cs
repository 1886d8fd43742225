namespace DealInsights.Infrastructure.IntegrationTests.Sqlite;

/// <summary>A folder of its own for one test, gone when disposed.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("dealinsights-").FullName;

    /// <summary>Writes a file as it is given, without a byte order mark, and returns its path.</summary>
    public string Has(string name, string content)
    {
        var file = System.IO.Path.Combine(Path, name);
        File.WriteAllText(file, content);
        return file;
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
