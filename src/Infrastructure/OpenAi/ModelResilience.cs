using DealInsights.Domain.Insights;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Polly;
using Polly.CircuitBreaker;
using Polly.Retry;

namespace DealInsights.Infrastructure.OpenAi;

/// <summary>
/// The resilience pipeline around the model, from the outside in: deadline, retries, concurrency limit, circuit breaker,
/// timeout of one attempt. One instance for the one configured deployment.
/// </summary>
/// <remarks>Built without Polly's telemetry, which would log exceptions that may quote the question.</remarks>
internal sealed partial class ModelResilience : IDisposable
{
    private static readonly ResiliencePropertyKey<ModelDeadline> Deadline = new("deadline");

    private readonly LanguageModelOptions _options;
    private readonly TimeProvider _clock;
    private readonly ModelMetrics _metrics;
    private readonly ILogger<ModelResilience> _logger;
    private readonly SemaphoreSlim _admission;
    private readonly CircuitBreakerStateProvider _circuit = new();
    private readonly ResiliencePipeline _retries;
    private readonly ResiliencePipeline _attempt;

    public ModelResilience(
        IOptions<LanguageModelOptions> options, TimeProvider clock, ModelMetrics metrics, ILogger<ModelResilience> logger)
    {
        _options = options.Value;
        _clock = clock;
        _metrics = metrics;
        _logger = logger;
        _admission = new(_options.MaxConcurrency);
        _retries = BuildRetries();
        _attempt = BuildAttempt();
    }

    /// <summary>Calls the model with retries.</summary>
    /// <param name="call">One attempt, to the end of its answer.</param>
    /// <param name="deadline">The deadline of the question.</param>
    /// <param name="cancellationToken">The caller's.</param>
    /// <exception cref="LanguageModelException">There is no usable answer.</exception>
    /// <exception cref="OperationCanceledException">The caller cancelled the question.</exception>
    public async Task<T> ExecuteAsync<T>(
        Func<CancellationToken, Task<T>> call, ModelDeadline deadline, CancellationToken cancellationToken)
    {
        // One timer for everything, so that neither waiting nor retries extend the deadline.
        using var timer = deadline.StartTimer();
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timer.Token);
        var context = ResilienceContextPool.Shared.Get(patience.Token);
        context.Properties.Set(Deadline, deadline);
        try
        {
            return await _retries.ExecuteAsync(
                async attempt => await AdmitAsync(
                    token => SortFailuresAsync(call, token, cancellationToken), attempt.CancellationToken),
                context);
        }
        catch (Exception failure)
        {
            // A cancelled call is not a failure of the model, however it ends.
            cancellationToken.ThrowIfCancellationRequested();

            throw failure as LanguageModelException ?? LanguageModelException.From(failure);
        }
        finally
        {
            ResilienceContextPool.Shared.Return(context);
        }
    }

    public void Dispose() => _admission.Dispose();

    // An attempt holds a permit; a question that waits for its retry does not.
    private async Task<T> AdmitAsync<T>(Func<CancellationToken, Task<T>> call, CancellationToken cancellationToken)
    {
        // The breaker would refuse it too, but only after the probe has released its permit, if that was the last one.
        if (_circuit.CircuitState == CircuitState.HalfOpen)
        {
            throw new BrokenCircuitException();
        }

        await _admission.WaitAsync(cancellationToken);
        try
        {
            return await _attempt.ExecuteAsync(async token => await call(token), cancellationToken);
        }
        finally
        {
            _admission.Release();
        }
    }

    // Inside the strategies, so that they decide by the classified failure.
    private static async Task<T> SortFailuresAsync<T>(
        Func<CancellationToken, Task<T>> call, CancellationToken cancellationToken, CancellationToken caller)
    {
        try
        {
            return await call(cancellationToken);
        }
        catch (Exception failure) when (failure is not LanguageModelException && !caller.IsCancellationRequested)
        {
            throw LanguageModelException.From(failure);
        }
    }

    private ResiliencePipeline BuildRetries() =>
        // The strategy allows no zero.
        _options.MaxRetries == 0
            ? ResiliencePipeline.Empty
            : new ResiliencePipelineBuilder { TimeProvider = _clock }
                .AddRetry(new RetryStrategyOptions
                {
                    MaxRetryAttempts = _options.MaxRetries,
                    Delay = _options.RetryDelay,
                    BackoffType = DelayBackoffType.Exponential,
                    UseJitter = true,
                    ShouldHandle = args => ValueTask.FromResult(
                        args.Outcome.Exception is LanguageModelException { IsTransient: true } failure
                        // The breaker would refuse the retry. A probe has one attempt.
                        && _circuit.CircuitState == CircuitState.Closed
                        && StillFits(failure, args.Context)),
                    DelayGenerator = args => ValueTask.FromResult(
                        (args.Outcome.Exception as LanguageModelException)?.RetryAfter(_clock.GetUtcNow())),
                    OnRetry = args =>
                    {
                        var failure = (LanguageModelException)args.Outcome.Exception!;
                        _metrics.RecordRetry();
                        LogRetry(failure.Reason, failure.Status, args.AttemptNumber + 1, args.RetryDelay.TotalMilliseconds);

                        return ValueTask.CompletedTask;
                    },
                })
                .Build();

    // A retry that ends after the deadline only delays the offline answer and costs money.
    private bool StillFits(LanguageModelException failure, ResilienceContext context)
    {
        var now = _clock.GetUtcNow();
        var needed = failure.RetryAfter(now)
            ?? (failure.Reason == ModelFailure.Timeout ? _options.AttemptTimeout : TimeSpan.Zero);

        return context.Properties.TryGetValue(Deadline, out var deadline) && needed < deadline.Left;
    }

    private ResiliencePipeline BuildAttempt() =>
        new ResiliencePipelineBuilder { TimeProvider = _clock }
            .AddCircuitBreaker(new CircuitBreakerStrategyOptions
            {
                FailureRatio = _options.BreakerFailureRatio,
                MinimumThroughput = _options.BreakerMinimumCalls,
                SamplingDuration = _options.BreakerWindow,
                BreakDuration = _options.BreakDuration,
                StateProvider = _circuit,
                ShouldHandle = args => ValueTask.FromResult(SpeaksAgainstTheModel(args.Outcome.Exception)),
                OnOpened = args =>
                {
                    var failure = args.Outcome.Exception as LanguageModelException;
                    LogOpened(args.BreakDuration.TotalSeconds, failure?.Reason, failure?.Status);

                    return ValueTask.CompletedTask;
                },
                OnHalfOpened = _ =>
                {
                    LogHalfOpened();

                    return ValueTask.CompletedTask;
                },
                OnClosed = _ =>
                {
                    LogClosed();

                    return ValueTask.CompletedTask;
                },
            })
            .AddTimeout(_options.AttemptTimeout)
            .Build();

    private bool SpeaksAgainstTheModel(Exception? failure) => failure switch
    {
        null => false,
        LanguageModelException sorted => sorted.SpeaksAgainstTheModel,
        // Cancelled by the caller: it proves nothing, and must not close the breaker when it was the probe.
        _ => _circuit.CircuitState == CircuitState.HalfOpen,
    };

    [LoggerMessage(EventId = 1, EventName = "ModelRetried", Level = LogLevel.Information,
        Message = "The language model failed ({Reason}, status {Status}); retry {Retry} in {WaitMilliseconds:F0}ms")]
    private partial void LogRetry(ModelFailure reason, int? status, int retry, double waitMilliseconds);

    [LoggerMessage(EventId = 2, EventName = "ModelCircuitOpened", Level = LogLevel.Warning,
        Message = "The language model keeps failing (last {Reason}, status {Status}): it is not called for {BreakSeconds:F1}s")]
    private partial void LogOpened(double breakSeconds, ModelFailure? reason, int? status);

    [LoggerMessage(EventId = 3, EventName = "ModelCircuitHalfOpened", Level = LogLevel.Information,
        Message = "One call probes whether the language model works again")]
    private partial void LogHalfOpened();

    [LoggerMessage(EventId = 4, EventName = "ModelCircuitClosed", Level = LogLevel.Information,
        Message = "The language model works again and is called as usual")]
    private partial void LogClosed();
}
