using DealInsights.TestSupport;

namespace DealInsights.FaultTests.Parts;

/// <summary>An embedded store's file in a folder of its own.</summary>
internal sealed class StoreCopy : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("dealinsights-");

    /// <param name="original">A file that nobody has open; <see langword="null"/> for none yet.</param>
    public StoreCopy(string? original = null)
    {
        if (original is not null)
        {
            System.IO.File.Copy(original, File);
        }
    }

    public string Folder => _folder.FullName;

    public string File => Path.Combine(Folder, "store.db");

    /// <summary>How a service is told to use it.</summary>
    public (string, string) Setting => ("Embedded__Path", File);

    /// <summary>Imports a folder into a new file.</summary>
    public static async Task<StoreCopy> ImportAsync(string exported)
    {
        var store = new StoreCopy();
        await using var import = ServiceProcess.Start(["import", exported], store.Setting);
        var exitCode = await import.ExitCodeAsync();
        Assert.That(exitCode, Is.Zero, string.Join('\n', import.Errors));

        return store;
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
