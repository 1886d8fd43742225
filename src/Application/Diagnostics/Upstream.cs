namespace DealInsights.Application.Diagnostics;

/// <summary>What a request can wait for outside this process.</summary>
public enum Upstream
{
    /// <summary>The store: MongoDB or the embedded one.</summary>
    Database,

    /// <summary>The language model.</summary>
    Model,
}
