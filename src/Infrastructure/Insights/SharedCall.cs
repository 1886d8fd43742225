using System.Diagnostics.CodeAnalysis;

namespace DealInsights.Infrastructure.Insights;

/// <summary>Work that several callers wait for. It is cancelled when the last caller cancels its wait.</summary>
[SuppressMessage(
    "Design",
    "CA1001:Types that own disposable fields should be disposable",
    Justification = "The source has no timer and, once the work has ended, no registrations: there is nothing to free.")]
internal sealed class SharedCall<T>
{
    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _abandoned = new();
    private readonly Lazy<Task<T>> _work;
    private int _callers;
    private bool _isAbandoned;

    /// <param name="work">Starts when the first caller waits for it.</param>
    public SharedCall(Func<CancellationToken, Task<T>> work) => _work = new(() => work(_abandoned.Token));

    /// <summary>Adds a caller, which then has to call <see cref="WaitAsync"/>.</summary>
    /// <returns>False when the work was cancelled, so that it has to be started again.</returns>
    public bool TryJoin()
    {
        lock (_gate)
        {
            if (_isAbandoned)
            {
                return false;
            }

            _callers++;

            return true;
        }
    }

    /// <summary>Waits for the result, for a caller who joined.</summary>
    /// <exception cref="OperationCanceledException">This caller cancelled its wait.</exception>
    public async Task<T> WaitAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await _work.Value.WaitAsync(cancellationToken);
        }
        finally
        {
            Leave();
        }
    }

    private void Leave()
    {
        lock (_gate)
        {
            if (--_callers > 0 || _work.Value.IsCompleted)
            {
                return;
            }

            _isAbandoned = true;
        }

        _abandoned.Cancel();
    }
}
