namespace DealInsights.Application.Diagnostics;

/// <summary>The systems outside this process that a request can wait for.</summary>
public enum Upstream
{
    /// <summary>The store: MongoDB or the embedded one.</summary>
    Database,

    /// <summary>The language model.</summary>
    Model,
}
