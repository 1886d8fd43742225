namespace DealInsights.Application.Diagnostics;

/// <summary>Which store is in use and whether it responds.</summary>
public interface IStoreStatus
{
    /// <summary>The store's name in health responses and logs: <c>mongodb</c> or <c>embedded</c>.</summary>
    string Name { get; }

    /// <summary>How many calls one server of the store accepts at once; more have to wait. Null for no limit.</summary>
    int? MaxCalls { get; }

    /// <summary>Returns when the store is ready to serve.</summary>
    /// <exception cref="Failures.UpstreamUnavailableException">The store is not ready.</exception>
    Task EnsureReadyAsync(CancellationToken cancellationToken);
}

/// <summary>Which language model is in use. It is not asked whether it responds: every question costs money.</summary>
/// <param name="Name">The model's name in health responses and logs: <c>azure-openai</c>, <c>openai-compatible</c> or <c>offline</c>.</param>
/// <param name="Deployment">The deployment or model that is asked; <see langword="null"/> offline.</param>
public sealed record LanguageModelStatus(string Name, string? Deployment);
