using System.Collections.Concurrent;
using DealInsights.Application.Answers;

namespace DealInsights.WebApi.Answers;

/// <summary>
/// Remembers answers in memory for as long as nothing changes in the store, where the store can tell, and never longer:
/// what was made of another state of it is forgotten with the next request, and at the latest after a minute.
/// </summary>
internal sealed class RememberedAnswers(IStoreChanges changes, TimeProvider clock) : BackgroundService
{
    /// <summary>The longest answer that is remembered, in bytes.</summary>
    public const int MostBytesOfOne = 64 * 1024;

    // When there is more all is forgotten, which costs each a query.
    private const long MostBytes = 16 * 1024 * 1024;

    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    private volatile State? _current;

    /// <summary>What is remembered of the store as it is; <see langword="null"/> where nobody can tell whether it changed.</summary>
    public async ValueTask<State?> FindAsync(CancellationToken cancellationToken)
    {
        var store = await changes.FindVersionAsync(cancellationToken);
        // Two that see different versions at once may each put theirs in place of the other's; neither uses a wrong one.
        if (_current is not { } current || current.Store != store)
        {
            _current = current = store is { } version ? new State(version) : null;
        }

        return current;
    }

    /// <summary>Forgets everything.</summary>
    public void Forget() => _current = null;

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, clock);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                // What another process removed is not to stay here until somebody asks for something.
                await FindAsync(stoppingToken);
            }
        }
        catch (OperationCanceledException)
        {
            // The end.
        }
    }

    /// <summary>What is remembered of one state of the store.</summary>
    public sealed class State(long store)
    {
        private readonly ConcurrentDictionary<AnswerKey, RememberedAnswer> _answers = new();
        private long _bytes;

        /// <summary>The store's version.</summary>
        public long Store => store;

        public RememberedAnswer? Find(in AnswerKey key) => _answers.GetValueOrDefault(key);

        public void Add(in AnswerKey key, RememberedAnswer answer)
        {
            if (Interlocked.Add(ref _bytes, answer.Size) > MostBytes)
            {
                _answers.Clear();
                Interlocked.Exchange(ref _bytes, answer.Size);
            }

            _answers[key] = answer;
        }
    }
}

/// <summary>What an answer answers: an address, and nothing about who asked.</summary>
internal readonly record struct AnswerKey(string Path, string? DealName, string Query);
