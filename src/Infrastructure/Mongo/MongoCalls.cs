using DealInsights.Application.Diagnostics;
using DealInsights.Application.Failures;
using MongoDB.Driver;

namespace DealInsights.Infrastructure.Mongo;

/// <summary>
/// Runs every call to the driver: limits and measures its duration, and turns the driver's exceptions for an unavailable
/// database into one.
/// </summary>
/// <param name="timeout">How long a call may take, including the driver's timeouts and retries.</param>
/// <param name="clock">Measures the timeout.</param>
/// <param name="circuit">
/// Refuses calls while the database does not answer; <see langword="null"/> for calls that bypass the circuit breaker.
/// </param>
/// <param name="timings">Where the wait is counted; <see langword="null"/> outside of a request.</param>
internal sealed class MongoCalls(
    TimeSpan timeout, TimeProvider clock, MongoCircuit? circuit = null, RequestTimings? timings = null)
{
    // The driver looks for a lost server about every half second while calls wait for it, else every ten.
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(5);

    // Error codes of servers that cannot work at the moment, for which the driver has no specific exception:
    // HostUnreachable, HostNotFound, NetworkTimeout, FailedToSatisfyReadPreference, ReadConcernMajorityNotAvailableYet,
    // ExceededTimeLimit, SocketException.
    private static readonly int[] NotAvailableCodes = [6, 7, 89, 133, 134, 262, 9001];

    /// <summary>Runs a call with the token that it must pass on.</summary>
    /// <exception cref="UpstreamUnavailableException">The database did not answer in time, or the circuit breaker is open.</exception>
    /// <exception cref="OperationCanceledException">The caller cancelled the call.</exception>
    public async Task<T> RunAsync<T>(Func<CancellationToken, Task<T>> call, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();

        var entered = circuit?.Enter() ?? default;
        using var waiting = timings?.Waiting(Upstream.Database);
        using var deadline = new CancellationTokenSource(timeout, clock);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, deadline.Token);
        try
        {
            var result = await call(patience.Token);
            circuit?.Succeeded();

            return result;
        }
        catch (Exception failure) when (IsNotAvailable(failure))
        {
            // Giving up breaks a connection, so it may look like any other failure.
            cancellationToken.ThrowIfCancellationRequested();
            circuit?.Failed(entered);
            throw NotAvailable(failure);
        }
    }

    /// <summary>
    /// Runs a call whose refusal, for instance of a user who may only read, counts as a database that is not available:
    /// the caller can do without.
    /// </summary>
    /// <inheritdoc cref="RunAsync" path="/exception"/>
    public async Task<T> RunOrGiveUpAsync<T>(Func<CancellationToken, Task<T>> call, CancellationToken cancellationToken)
    {
        try
        {
            return await RunAsync(call, cancellationToken);
        }
        catch (MongoException refusal)
        {
            throw NotAvailable(refusal);
        }
    }

    /// <summary>The failure that callers of the store see.</summary>
    public static UpstreamUnavailableException NotAvailable(Exception failure) => new("The database", RetryAfter, failure);

    private static bool IsNotAvailable(Exception failure) => failure switch
    {
        OperationCanceledException => true,
        // No server, no free connection, or no answer in time.
        TimeoutException or MongoWaitQueueFullException or MongoConnectionPoolPausedException => true,
        MongoConnectionException or MongoExecutionTimeoutException => true,
        // A member of a replica set that just lost, or is about to take, its part.
        MongoNodeIsRecoveringException or MongoNotPrimaryException => true,
        MongoCommandException refused => NotAvailableCodes.Contains(refused.Code),
        // Written, but the replica set could not confirm it.
        MongoBulkWriteException { WriteConcernError: not null } => true,
        _ => false,
    };
}
