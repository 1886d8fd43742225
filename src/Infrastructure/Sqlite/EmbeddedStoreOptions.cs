using System.ComponentModel.DataAnnotations;

namespace DealInsights.Infrastructure.Sqlite;

/// <summary>Settings of the embedded store, section <c>Embedded</c>. They count only when no MongoDB is configured.</summary>
internal sealed class EmbeddedStoreOptions
{
    /// <summary>The section that holds these settings.</summary>
    public const string Section = "Embedded";

    /// <summary>
    /// The SQLite file, absolute or relative to the working directory; folder and file are made when they are missing.
    /// SQLite keeps two more files beside it (<c>-wal</c>, <c>-shm</c>), so it must not lie on a network share.
    /// </summary>
    /// <value><c>data/dealinsights.db</c> unless configured.</value>
    [Required]
    public string Path { get; set; } = "data/dealinsights.db";

    /// <summary>
    /// Whether an empty store is filled with the <c>samples</c> folder beside the application when the service starts.
    /// A store that holds a single document is never touched.
    /// </summary>
    /// <value><see langword="true"/> unless configured.</value>
    public bool LoadSamples { get; set; } = true;
}
