using System.Runtime.CompilerServices;
using System.Text;
using DealInsights.Application.Meetings;
using DealInsights.Domain.Insights;
using DealInsights.Domain.Meetings;
using DealInsights.Infrastructure.OpenAi;

namespace DealInsights.Infrastructure.Insights;

/// <summary>
/// The words of an overview that is being written, for any number of readers. It is kept once, and each reader fetches
/// what he has not seen when he is ready for it: a slow one gets more at a time, and holds up nobody.
/// </summary>
internal sealed class OverviewDraft : IDraft
{
    private readonly Lock _gate = new();
    private readonly StringBuilder _text = new();
    private int _discarded;
    private TaskCompletionSource _changed = NewSignal();

    /// <inheritdoc/>
    public void Add(string text)
    {
        TaskCompletionSource changed;
        lock (_gate)
        {
            _text.Append(text);
            changed = Renew();
        }

        changed.SetResult();
    }

    /// <inheritdoc/>
    public void Discard()
    {
        TaskCompletionSource changed;
        lock (_gate)
        {
            if (_text.Length == 0)
            {
                return;
            }

            _text.Clear();
            _discarded++;
            changed = Renew();
        }

        changed.SetResult();
    }

    /// <summary>What was written so far, then what comes, until <paramref name="end"/> has ended, in whatever way.</summary>
    public async IAsyncEnumerable<WritingStep<Insight<MeetingSummary>>> ReadAsync(
        Task end, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var seen = new Page(Draft: 0, Length: 0);
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            // Looked at first, so that nothing is missed that was written before the end.
            var isLast = end.IsCompleted;
            var (page, words, changed) = ReadFrom(seen);
            if (page.Draft != seen.Draft && seen.Length > 0)
            {
                yield return new WritingStep<Insight<MeetingSummary>>.Discarded();
            }

            if (words.Length > 0)
            {
                yield return new WritingStep<Insight<MeetingSummary>>.Draft(page.Length - words.Length, words);
            }

            if (isLast)
            {
                yield break;
            }

            seen = page;
            await Task.WhenAny(changed, end).WaitAsync(cancellationToken);
        }
    }

    private (Page Page, string Words, Task Changed) ReadFrom(Page seen)
    {
        lock (_gate)
        {
            var start = seen.Draft == _discarded ? seen.Length : 0;

            return (new Page(_discarded, _text.Length), _text.ToString(start, _text.Length - start), _changed.Task);
        }
    }

    private TaskCompletionSource Renew()
    {
        var changed = _changed;
        _changed = NewSignal();

        return changed;
    }

    // The writer goes on at once; readers are none of his business.
    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>How far somebody has read: so many characters of the draft with this number.</summary>
    private readonly record struct Page(int Draft, int Length);
}
