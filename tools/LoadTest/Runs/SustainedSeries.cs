using System.Diagnostics;
using DealInsights.LoadTest.Load;
using DealInsights.LoadTest.Measurement;
using DealInsights.LoadTest.Results;

namespace DealInsights.LoadTest.Runs;

/// <summary>The rounds of sustained load on one endpoint of one server, as they are run one after the other.</summary>
internal sealed class SustainedSeries(
    string endpoint, bool isBaseline, DealAddresses addresses, Process? server, string? variant = null)
{
    private readonly List<SustainedRound> _rounds = [];
    private readonly RequestTally _tally = new();

    public string Name { get; } = SustainedResult.NameOf(endpoint, isBaseline, variant);

    public bool HasRounds => _rounds.Count > 0;

    public Task WarmUpAsync(SustainedLoad load, TimeSpan duration, CancellationToken stop)
    {
        addresses.Sign();
        return load.RunAsync(addresses, duration, stop);
    }

    /// <summary>Runs one round, which began <paramref name="startedAt"/> after the first of all series.</summary>
    public async Task RunRoundAsync(SustainedLoad load, TimeSpan duration, TimeSpan startedAt, CancellationToken stop)
    {
        addresses.Sign();
        var serverBefore = ServerTime();
        var generatorBefore = Environment.CpuUsage.TotalTime;
        var measured = await load.RunAsync(addresses, duration, stop);
        var generatorTime = Environment.CpuUsage.TotalTime - generatorBefore;

        _tally.Add(measured.Tally);
        _rounds.Add(new SustainedRound
        {
            StartedAt = startedAt.TotalSeconds,
            RequestsPerSecond = measured.RequestsPerSecond,
            P99 = measured.Tally.Latency.Percentile(99).TotalMilliseconds,
            Slice = measured.Timeline.Slice.TotalSeconds,
            Timeline = [.. measured.Timeline.RequestsPerSecond.Take((int)(measured.Elapsed / measured.Timeline.Slice))],
            ServerCpuPerRequest = PerAnswer(ServerTime() - serverBefore, measured),
            GeneratorCpuPerRequest = PerAnswer(generatorTime, measured),
        });
    }

    public SustainedResult Result() => new()
    {
        Endpoint = endpoint,
        IsBaseline = isBaseline,
        Variant = variant,
        Rounds = _rounds,
        Answers = AnswerSummary.Of(_tally),
    };

    private static double? PerAnswer(TimeSpan? processorTime, SustainedMeasurement measured) =>
        measured.Tally.Latency.Count > 0 ? processorTime?.TotalMicroseconds / measured.Tally.Latency.Count : null;

    private TimeSpan? ServerTime()
    {
        server?.Refresh();
        return server is { HasExited: false } ? server.TotalProcessorTime : null;
    }
}
