namespace DealInsights.Application.Answers;

/// <summary>An answer, and the version by which a caller who has it can ask whether it still holds.</summary>
/// <param name="Version">
/// Equal for answers that say the same of the same data; <see langword="null"/> for an answer that is better asked for
/// again, because it stands in for a better one.
/// </param>
/// <param name="Value">The answer; <see langword="null"/> when the caller has this version of it.</param>
public sealed record Versioned<T>(string? Version, T? Value)
    where T : class;

/// <summary>The versions of an answer that a caller has.</summary>
/// <param name="Versions">Their names.</param>
/// <param name="HasAny">Whether the caller is content with whatever there is.</param>
public sealed record KnownVersions(IReadOnlyCollection<string> Versions, bool HasAny = false)
{
    /// <summary>The caller has none.</summary>
    public static KnownVersions None { get; } = new([]);

    /// <summary>Whether there are any, so that it is worth working out the version first.</summary>
    public bool IsEmpty => !HasAny && Versions.Count == 0;

    /// <summary>Whether the caller has this version; nobody has what has none.</summary>
    public bool Contains(string? version) => version is not null && (HasAny || Versions.Contains(version));
}
