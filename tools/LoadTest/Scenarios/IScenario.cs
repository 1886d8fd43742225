using DealInsights.LoadTest.Report;

namespace DealInsights.LoadTest.Scenarios;

/// <summary>A way to load the service.</summary>
internal interface IScenario
{
    /// <summary>Runs it.</summary>
    /// <param name="progress">Receives what is being done, for the terminal.</param>
    /// <param name="stop">Breaks it off.</param>
    Task<Section> RunAsync(Action<string> progress, CancellationToken stop);
}
