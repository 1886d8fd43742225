using System.ComponentModel.DataAnnotations;
using MongoDB.Driver;

namespace DealInsights.Infrastructure.Mongo;

/// <summary>
/// Settings of the MongoDB client. A value here overrides the connection string's (<c>?maxPoolSize=20</c>), which overrides
/// the default below. Hosts, credentials and TLS come from the connection string only.
/// </summary>
internal sealed class MongoDbOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "MongoDb";

    private const string ShortestTimeout = "00:00:00.001";
    private const string LongestTimeout = "1.00:00:00";

    /// <summary>
    /// The database that holds the collections. The connection string's database is only used for authentication.
    /// </summary>
    /// <value><c>spotlight_db</c> unless configured.</value>
    [Required]
    [RegularExpression(@"[^/\\. ""$\0]{1,63}", ErrorMessage = "{0} is not the name of a database.")]
    public string Database { get; set; } = "spotlight_db";

    /// <summary>The most connections to one server. A call waits when all of them are busy.</summary>
    /// <value>50 unless configured.</value>
    [Range(1, 10_000)]
    public int MaxPoolSize { get; set; } = 50;

    /// <summary>
    /// The connections to one server that are kept open, and are opened before the service reports ready.
    /// </summary>
    /// <value>5 unless configured; at most <see cref="MaxPoolSize"/>.</value>
    [Range(0, 10_000)]
    public int MinPoolSize { get; set; } = 5;

    /// <summary>How long a connection beyond <see cref="MinPoolSize"/> may be idle before it is closed.</summary>
    /// <value>30 s unless configured.</value>
    [Range(typeof(TimeSpan), ShortestTimeout, LongestTimeout)]
    public TimeSpan MaxIdleTime { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How long a call looks for a server before the database counts as not available.</summary>
    /// <value>5 s unless configured.</value>
    [Range(typeof(TimeSpan), ShortestTimeout, LongestTimeout)]
    public TimeSpan ServerSelectionTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How long opening one connection may take.</summary>
    /// <value>10 s unless configured.</value>
    [Range(typeof(TimeSpan), ShortestTimeout, LongestTimeout)]
    public TimeSpan ConnectTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// How long a call may take in all: waiting for a server and a connection, the response, and the one retry after a
    /// connection broke. Then the call fails.
    /// </summary>
    /// <value>30 s unless configured.</value>
    [Range(typeof(TimeSpan), ShortestTimeout, LongestTimeout)]
    public TimeSpan SocketTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How long a call waits for one of <see cref="MaxPoolSize"/> connections to become free.</summary>
    /// <value>5 s unless configured.</value>
    [Range(typeof(TimeSpan), ShortestTimeout, LongestTimeout)]
    public TimeSpan WaitQueueTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Which members of a replica set are read from.</summary>
    /// <value><c>secondaryPreferred</c> unless configured.</value>
    [EnumDataType(typeof(ReadPreferenceMode))]
    public ReadPreferenceMode ReadPreference { get; set; } = ReadPreferenceMode.SecondaryPreferred;
}
