using System.ComponentModel.DataAnnotations;
using MongoDB.Driver;

namespace DealInsights.Infrastructure.Mongo;

/// <summary>
/// How MongoDB is used. What is configured here wins; what is not is taken from the connection string's own options
/// (<c>?maxPoolSize=20</c>); what neither says is the default given below. Hosts, credentials and TLS are the connection
/// string's alone.
/// </summary>
internal sealed class MongoDbOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "MongoDb";

    /// <summary>The name under which the connection string is configured, in its environment form.</summary>
    public const string ConnectionStringSetting = "ConnectionStrings__MongoDb";

    private const string ShortestTimeout = "00:00:00.001";
    private const string LongestTimeout = "1.00:00:00";

    /// <summary>
    /// The database that holds the collections. One named in the connection string is where its user is looked up.
    /// </summary>
    /// <value><c>spotlight_db</c> unless configured.</value>
    [Required]
    [RegularExpression(@"[^/\\. ""$\0]{1,63}", ErrorMessage = "{0} is not the name of a database.")]
    public string Database { get; set; } = "spotlight_db";

    /// <summary>The most connections to one server. A call that finds all of them busy waits.</summary>
    /// <value>50 unless configured.</value>
    [Range(1, 10_000)]
    public int MaxPoolSize { get; set; } = 50;

    /// <summary>
    /// The connections to one server that are kept open, and that are open before the service reports ready.
    /// </summary>
    /// <value>5 unless configured; at most <see cref="MaxPoolSize"/>.</value>
    [Range(0, 10_000)]
    public int MinPoolSize { get; set; } = 5;

    /// <summary>How long a connection beyond <see cref="MinPoolSize"/> may lie idle before it is closed.</summary>
    /// <value>30 s unless configured.</value>
    [Range(typeof(TimeSpan), ShortestTimeout, LongestTimeout)]
    public TimeSpan MaxIdleTime { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How long a call looks for a server that can take it before the database counts as not available.</summary>
    /// <value>5 s unless configured.</value>
    [Range(typeof(TimeSpan), ShortestTimeout, LongestTimeout)]
    public TimeSpan ServerSelectionTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How long opening one connection may take.</summary>
    /// <value>10 s unless configured.</value>
    [Range(typeof(TimeSpan), ShortestTimeout, LongestTimeout)]
    public TimeSpan ConnectTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// How long a call may take, including the waits for a server and a connection and one retry after a broken connection.
    /// Then it is cancelled.
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
