using DealInsights.LoadTest.CommandLine;
using DealInsights.LoadTest.Load;
using DealInsights.LoadTest.Measurement;
using DealInsights.LoadTest.Results;

namespace DealInsights.LoadTest.Runs;

/// <summary>Asks for the overview of each deal until the service says that it answers what it has stored.</summary>
internal sealed class StoredDeals(TimeProvider clock, LoadTestOptions options, IReadOnlyList<string> deals)
{
    /// <summary>So many deals that stay unstored are no exceptions: asking the others would only cost money.</summary>
    private const int MostUnstored = 20;
    private const double MostUnstoredShare = 0.1;

    /// <summary>Before each further time that a deal is asked: the answer may be stored after it was given.</summary>
    private static readonly TimeSpan[] Pauses =
        [TimeSpan.Zero, TimeSpan.Zero, TimeSpan.FromMilliseconds(300), TimeSpan.FromSeconds(1)];

    private readonly RequestOutcome?[] _last = new RequestOutcome?[deals.Count];
    private int _asked;
    private int _unstored;
    private volatile bool _gaveUp;

    /// <summary>How many deals are done with.</summary>
    public int Asked => Volatile.Read(ref _asked);

    /// <summary>Whether so many deals stayed unstored that the rest was not asked.</summary>
    public bool GaveUp => _gaveUp;

    /// <summary>The deals whose last answer was stored, in their order.</summary>
    public IReadOnlyList<string> Found =>
        [.. deals.Where((_, position) => _last[position] is { Failure: null } last && IsStored(last))];

    /// <summary>The last answer of each deal that was asked.</summary>
    public RequestTally LastAnswers()
    {
        var tally = new RequestTally();
        foreach (var outcome in _last.OfType<RequestOutcome>())
        {
            tally.Record(outcome);
        }

        return tally;
    }

    /// <summary>Asks until all are stored, or too many do not become so, or stopped.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        using var client = new LoadClient(clock, options.Connections);
        var turns = new Turns(deals.Count);
        await Task.WhenAll(Enumerable.Range(0, options.Connections).Select(async _ =>
        {
            while (!stop.IsCancellationRequested && !GaveUp && turns.TryTake(out var position))
            {
                await AskUntilStoredAsync(client, position, stop);
                Interlocked.Increment(ref _asked);
            }
        }));
    }

    private async Task AskUntilStoredAsync(LoadClient client, int position, CancellationToken stop)
    {
        var address = DealAddresses.Of(options.BaseAddress, ContractEndpoint.Overview, deals[position]);
        foreach (var pause in Pauses)
        {
            await Task.Delay(pause, clock, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            var outcome = await client.SendAsync(address, options.Timeout, stop);
            if (stop.IsCancellationRequested)
            {
                return;
            }

            _last[position] = outcome;
            // Without the header nobody had to conclude anything, so there is nothing to be stored.
            if (outcome is { Failure: null, InsightSource: null } || IsStored(outcome))
            {
                return;
            }
        }

        var unstored = Interlocked.Increment(ref _unstored);
        _gaveUp |= unstored >= MostUnstored && unstored >= MostUnstoredShare * Asked;
    }

    private static bool IsStored(in RequestOutcome outcome) => outcome.InsightSource == AnswerSummary.StoredSource;
}
