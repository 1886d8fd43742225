namespace DealInsights.Application.Diagnostics;

/// <summary>Which store is in use and whether it answers.</summary>
public interface IStoreStatus
{
    /// <summary>The store's name in health answers and logs: <c>mongodb</c> or <c>embedded</c>.</summary>
    string Name { get; }

    /// <summary>How many calls one server of the store takes at once, each more waiting; <see langword="null"/> when nothing limits it.</summary>
    int? MaxCalls { get; }

    /// <summary>Returns when the store is ready to serve.</summary>
    /// <exception cref="Failures.UpstreamUnavailableException">It is not, or not yet.</exception>
    Task EnsureReadyAsync(CancellationToken cancellationToken);
}

/// <summary>Which language model is in use. Whether it answers is not asked: every question costs money.</summary>
/// <param name="Name">The model's name in health answers and logs: <c>azure-openai</c>, <c>openai-compatible</c> or <c>offline</c>.</param>
/// <param name="Deployment">The deployment or model that is asked; <see langword="null"/> offline.</param>
public sealed record LanguageModelStatus(string Name, string? Deployment);
