namespace DealInsights.Application.Answers;

/// <summary>
/// A part of what is known of a deal, read so far that its version is known; the rest may cost a call to a language model.
/// </summary>
/// <param name="Version">The version of the part if all goes well.</param>
/// <param name="CompleteAsync">
/// Makes the answer. Its version is <see langword="null"/> when something stands in for what was wanted.
/// </param>
internal sealed record PartReading<T>(string Version, Func<CancellationToken, Task<Versioned<T>>> CompleteAsync)
    where T : class
{
    /// <summary>The answer, unless the caller has its version.</summary>
    public Task<Versioned<T>> AnswerAsync(KnownVersions known, CancellationToken cancellationToken) =>
        known.Contains(Version)
            ? Task.FromResult(new Versioned<T>(Version, null))
            : CompleteAsync(cancellationToken);
}

/// <summary>Makes readings.</summary>
internal static class PartReading
{
    /// <summary>A part that is all read.</summary>
    public static PartReading<T> Complete<T>(T value)
        where T : class
    {
        var version = ContentVersion.Of(value);
        var answer = new Versioned<T>(version, value);

        return new PartReading<T>(version, _ => Task.FromResult(answer));
    }
}
