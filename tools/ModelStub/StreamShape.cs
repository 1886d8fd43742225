namespace DealInsights.ModelStub;

/// <summary>How the stub streams an answer, to callers who ask for <c>stream</c>.</summary>
public sealed record StreamShape
{
    /// <summary>Every token at once, properly ended.</summary>
    public static StreamShape Plain { get; } = new();

    /// <summary>How long the model thinks before its first token; what Azure says of the question comes before that.</summary>
    public TimeSpan FirstTokenDelay { get; init; }

    /// <summary>How long each further token takes.</summary>
    public TimeSpan TokenDelay { get; init; }

    /// <summary>The characters of a token. A surrogate pair stays whole, as it does with real models.</summary>
    public int TokenLength { get; init; } = 4;

    /// <summary>
    /// The bytes of a write to the network, so that events, lines and characters are torn; <see langword="null"/> writes
    /// an event at a time.
    /// </summary>
    public int? WriteLength { get; init; }

    /// <summary>Awaited before each token, with its number from 0: how a test holds the stream at a token.</summary>
    public Func<int, CancellationToken, Task>? BeforeToken { get; init; }

    /// <summary>After how many tokens it ends as <see cref="End"/> says; <see langword="null"/> for all.</summary>
    public int? EndAfter { get; init; }

    /// <summary>How it ends.</summary>
    public StreamEnd End { get; init; } = StreamEnd.Done;
}

/// <summary>How a stream ends.</summary>
public enum StreamEnd
{
    /// <summary>With a finish reason, the usage if it was asked for, and <c>[DONE]</c>.</summary>
    Done,

    /// <summary>As a complete HTTP answer, but in the middle: without a finish reason.</summary>
    CutOff,

    /// <summary>The connection is reset.</summary>
    Reset,

    /// <summary>Nothing more comes, until the caller hangs up.</summary>
    Silence,

    /// <summary>An event with an error in place of the next token, as servers send that overload meanwhile.</summary>
    Error,

    /// <summary>The content filter withholds the rest.</summary>
    ContentFilter,

    /// <summary>An event that is no JSON.</summary>
    Garbage,
}
