namespace DealInsights.TestSupport;

/// <summary>The repository from which the tests run, for tests of its files.</summary>
internal static class RepositoryFolder
{
    /// <summary>Its root.</summary>
    public static readonly string Root = Find();

    /// <summary>The full path of a file or folder in it.</summary>
    public static string PathOf(string path) => Path.Combine(Root, path);

    private static string Find()
    {
        var folder = new DirectoryInfo(TestContext.CurrentContext.TestDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "DealInsights.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException("The tests do not run inside of the repository.");
    }
}
