using DealInsights.LoadTest.Load;
using DealInsights.LoadTest.Report;

namespace DealInsights.LoadTest.Scenarios;

/// <summary>Many deals, or many requests, while the service's memory is watched.</summary>
internal sealed class SoakScenario(LoadSettings settings, IReadOnlyList<string> deals) : IScenario
{
    private readonly ClosedLoop _loop = new(settings.Connections, settings.Timeout);

    public async Task<Section> RunAsync(Action<string> progress, CancellationToken stop)
    {
        progress("soak");
        using var memory = new MemoryRecorder(settings.Service);
        using var finish = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var recording = memory.RunAsync(finish.Token);
        var round = await SoakAsync(stop);
        await finish.CancelAsync();
        await recording;
        return Result(round, memory.Samples);
    }

    private Task<Round> SoakAsync(CancellationToken stop)
    {
        var endpoints = settings.Endpoints;
        if (settings.SoakSeconds is not { } seconds)
        {
            return _loop.RunOnceAsync(
                [.. deals.SelectMany(deal => endpoints.Select(endpoint => endpoint.AddressOf(settings.Service, deal)))],
                stop);
        }

        // Built as they are needed: there may be millions.
        return RunForAsync(
            position => endpoints[position % endpoints.Count].AddressOf(
                settings.Service, deals[position / endpoints.Count % deals.Count]),
            TimeSpan.FromSeconds(seconds),
            stop);
    }

    private async Task<Round> RunForAsync(Func<int, Uri> addressAt, TimeSpan duration, CancellationToken stop)
    {
        using var finish = new CancellationTokenSource(duration);
        return await _loop.RunAsync(addressAt, finish.Token, stop);
    }

    private Section Result(Round round, IReadOnlyList<MemorySample> samples)
    {
        var trends = MemoryTrend.Of(samples);
        return new Section(
            "Soak",
            $"{deals.Count:#,0} deals, {round.Tally.Succeeded + round.Tally.Failed:#,0} requests at {settings.Connections} "
            + $"connections in {round.Elapsed.TotalSeconds:#,0} s. Memory is flat when the median of the last quarter of the "
            + "time is at most a tenth above that of the quarter before it.")
        {
            Rows =
            [
                new Row("requests", [new("requests/s", round.RequestsPerSecond), .. Row.LatencyCells(round.Tally)]),
                .. trends.Select(trend => new Row(
                    trend.Name, [new("third quarter", trend.ThirdQuarter), new("last quarter", trend.LastQuarter)])),
            ],
            Checks = [.. trends.Select(trend =>
                Check.AtMost($"{trend.Name}, last quarter by third", trend.Growth, MemoryTrend.AllowedGrowth))],
            Notes =
            [
                .. Section.NotesOn("All", round.Tally),
                .. trends.Count > 0 ? [] : new[] { "Memory: /metrics gave too few samples to compare." },
            ],
            Failed = round.Tally.Failed,
            Line = new LineChart(
                "Resident memory in MiB", [.. samples.Select(sample => (sample.Seconds, sample.ResidentMebibytes))]),
        };
    }
}
