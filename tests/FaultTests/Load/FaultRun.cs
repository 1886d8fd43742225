using System.Collections.Concurrent;
using System.Diagnostics;

namespace DealInsights.FaultTests.Load;

/// <summary>Loads a service before, during and after a fault.</summary>
/// <param name="service">The service's address.</param>
/// <param name="truth">The right answers.</param>
/// <param name="callers">How many ask at once.</param>
internal sealed class FaultRun(Uri service, Truth truth, int callers = 16)
{
    private static readonly TimeSpan Calm = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan LongestRecovery = TimeSpan.FromSeconds(40);

    // A request may take 35 s; one without an answer by then hangs.
    private static readonly TimeSpan RequestTimeout = TimeSpan.FromSeconds(38);

    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private readonly ConcurrentQueue<Answer> _answers = new();
    private readonly ConcurrentBag<Task> _asking = [];
    private volatile bool _isCalm = true;

    /// <summary>Whether the fault is the model's: it is left alone before, so that little is remembered, and has
    /// recovered when it is no longer stood in for.</summary>
    public bool IsOfTheModel { get; init; }

    /// <summary>Whether the service recovers by itself when the fault is gone.</summary>
    public bool Recovers { get; init; } = true;

    /// <summary>Puts the load on, brings about the fault, mends it, and waits until nothing fails any more.</summary>
    /// <param name="fault">Brings the fault about.</param>
    /// <param name="lasts">How long it lasts.</param>
    /// <param name="mend">Ends it.</param>
    /// <returns>What the requests during the fault got. Defects have failed the test by then.</returns>
    public async Task<FaultOutcome> RunAsync(Func<Task> fault, TimeSpan lasts, Func<Task> mend)
    {
        using var stop = new CancellationTokenSource();
        using var client = NewClient(service, callers);
        Ask(client, callers, stop.Token);

        await Task.Delay(Calm);
        var broken = _clock.Elapsed;
        _isCalm = false;
        await fault();
        await Task.Delay(lasts);
        await mend();
        var mended = _clock.Elapsed;
        var hasRecovered = Recovers && await HasRecoveredAsync(mended);
        await stop.CancelAsync();
        await Task.WhenAll(_asking);

        Assert.That(_answers.Select(answer => answer.Defect).OfType<string>().Take(5), Is.Empty);
        Assert.That(
            _answers.Where(answer => answer.Ended < broken).Select(answer => answer.Error),
            Is.Not.Empty.And.All.Null,
            "before the fault");
        Assert.That(hasRecovered, Is.EqualTo(Recovers), "nothing fails any more");

        return FaultOutcome.Of(_answers, broken, mended);
    }

    /// <summary>Has more callers ask, until told to stop.</summary>
    public void Ask(HttpClient client, int more, CancellationToken stop)
    {
        for (var number = 0; number < more; number++)
        {
            // Apart from each other, so that they do not all ask the same.
            var first = number * 7;
            _asking.Add(Task.Run(
                () => new Caller(client, truth, _clock).RunAsync(first, MayAsk, _answers.Enqueue, stop), CancellationToken.None));
        }
    }

    /// <summary>A client with so many connections that waits a little longer than a request may take.</summary>
    public static HttpClient NewClient(Uri service, int connections) =>
        new(new SocketsHttpHandler { MaxConnectionsPerServer = connections, UseProxy = false, ActivityHeadersPropagator = null })
        {
            BaseAddress = service,
            Timeout = RequestTimeout,
        };

    private bool MayAsk(Question question) => !IsOfTheModel || !_isCalm || !question.AsksTheModel;

    private async Task<bool> HasRecoveredAsync(TimeSpan mended)
    {
        while (_clock.Elapsed - mended < LongestRecovery)
        {
            await Task.Delay(200);
            var calmSince = LastFailure(mended);
            if (_clock.Elapsed - calmSince > Calm && _answers.Any(answer => answer.Sent > calmSince))
            {
                return true;
            }
        }

        return false;
    }

    private TimeSpan LastFailure(TimeSpan mended) =>
        _answers.Where(answer => answer.Ended > mended && IsFailure(answer))
            .Select(answer => answer.Ended)
            .DefaultIfEmpty(mended)
            .Max();

    private bool IsFailure(Answer answer) =>
        answer.Error is not null
        || (IsOfTheModel && answer.Source?.Contains("reason", StringComparison.Ordinal) == true);
}
