namespace DealInsights.Infrastructure.StoredDocuments;

/// <summary>Creates files for stored documents that only their owner may read and write (mode 0600).</summary>
internal static class OwnerOnlyFile
{
    /// <summary>Creates an empty file unless there is one, whose mode stays as it is.</summary>
    public static void CreateIfMissing(string path)
    {
        if (File.Exists(path))
        {
            return;
        }

        try
        {
            Create(path).Dispose();
        }
        catch (IOException) when (File.Exists(path))
        {
            // Another process has just created it.
        }
    }

    /// <summary>Creates a file to write to.</summary>
    /// <exception cref="IOException">The file exists already.</exception>
    public static FileStream Create(string path)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        return new FileStream(path, options);
    }
}
