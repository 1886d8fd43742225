namespace DealInsights.ModelStub;

/// <summary>How the stub streams a completion to a caller that asks for <c>stream</c>.</summary>
public sealed record StreamShape
{
    /// <summary>All tokens without delay, ended normally.</summary>
    public static StreamShape Plain { get; } = new();

    /// <summary>The delay before the first token; Azure sends its filter results before that.</summary>
    public TimeSpan FirstTokenDelay { get; init; }

    /// <summary>The delay before each further token.</summary>
    public TimeSpan TokenDelay { get; init; }

    /// <summary>The characters of a token; a surrogate pair counts as one.</summary>
    public int TokenLength { get; init; } = 4;

    /// <summary>
    /// The bytes of each write to the network, to split events, lines and characters; null writes whole events.
    /// </summary>
    public int? WriteLength { get; init; }

    /// <summary>Awaited before each token with its number from 0; lets a test hold the stream.</summary>
    public Func<int, CancellationToken, Task>? BeforeToken { get; init; }

    /// <summary>The number of tokens after which the stream ends; null for all.</summary>
    public int? EndAfter { get; init; }

    /// <summary>How it ends.</summary>
    public StreamEnd End { get; init; } = StreamEnd.Done;
}

/// <summary>How a stream ends.</summary>
public enum StreamEnd
{
    /// <summary>With a finish reason, the usage if it was asked for, and <c>[DONE]</c>.</summary>
    Done,

    /// <summary>The HTTP response ends normally, but without a finish reason.</summary>
    CutOff,

    /// <summary>The connection is reset.</summary>
    Reset,

    /// <summary>Nothing more is sent until the caller disconnects.</summary>
    Silence,

    /// <summary>An error event instead of the next token, as an overloaded server sends it.</summary>
    Error,

    /// <summary>The finish reason <c>content_filter</c>.</summary>
    ContentFilter,

    /// <summary>An event that is not JSON.</summary>
    Garbage,
}
