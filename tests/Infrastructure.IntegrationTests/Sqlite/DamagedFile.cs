namespace DealInsights.Infrastructure.IntegrationTests.Sqlite;

/// <summary>What a failing disk does to a store's file.</summary>
internal static class DamagedFile
{
    private const int PageSize = 4096;

    /// <summary>
    /// Overwrites the pages on which a long value continues: four bytes that name the next page, then the value. Nobody
    /// may have the file open.
    /// </summary>
    /// <returns>Their number.</returns>
    public static int DestroyPagesFilledWith(string file, byte filler)
    {
        // A store that closes a reader last leaves what it wrote in the write-ahead log.
        using (var connection = EmbeddedStores.Connect(file))
        {
            connection.Execute("PRAGMA wal_checkpoint(TRUNCATE)");
        }

        var content = File.ReadAllBytes(file);
        var destroyed = 0;
        foreach (var start in Enumerable.Range(0, content.Length / PageSize).Select(page => page * PageSize))
        {
            var page = content.AsSpan(start, PageSize);
            if (!page[4..].ContainsAnyExcept(filler))
            {
                page.Fill(0xFF);
                destroyed++;
            }
        }

        File.WriteAllBytes(file, content);
        return destroyed;
    }
}
