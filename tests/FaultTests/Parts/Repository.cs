namespace DealInsights.FaultTests.Parts;

/// <summary>The repository in which the tests run.</summary>
internal static class Repository
{
    public static readonly string Root = FindRoot();

    public static string PathOf(string path) => Path.Combine(Root, path);

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "DealInsights.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException("The tests do not run inside of the repository.");
    }
}
