using DealInsights.Application.Diagnostics;
using DealInsights.Application.Failures;
using MongoDB.Driver;

namespace DealInsights.Infrastructure.Mongo;

/// <summary>
/// Runs every call to the driver: limits its duration, measures it, and turns the driver's failures into
/// <see cref="UpstreamUnavailableException"/> when the database is not available.
/// </summary>
/// <param name="timeout">How long a call may take, including the driver's own timeouts and retries.</param>
/// <param name="clock">Measures the timeout.</param>
/// <param name="circuit">Refuses calls while the database does not answer; <see langword="null"/> to call it anyway.</param>
/// <param name="timings">Counts the duration; <see langword="null"/> outside of a request.</param>
internal sealed class MongoCalls(
    TimeSpan timeout, TimeProvider clock, MongoCircuit? circuit = null, RequestTimings? timings = null)
{
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(5);

    // Temporary failures for which the driver has no exception type: HostUnreachable, HostNotFound, NetworkTimeout,
    // FailedToSatisfyReadPreference, ReadConcernMajorityNotAvailableYet, ExceededTimeLimit, SocketException.
    private static readonly int[] NotAvailableCodes = [6, 7, 89, 133, 134, 262, 9001];

    /// <summary>Runs a call, which must use the token it receives.</summary>
    /// <exception cref="UpstreamUnavailableException">The database did not answer in time, or the circuit is open.</exception>
    /// <exception cref="OperationCanceledException">The caller cancelled.</exception>
    public async Task<T> RunAsync<T>(Func<CancellationToken, Task<T>> call, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();

        var entered = circuit?.Enter() ?? default;
        using var waiting = timings?.Waiting(Upstream.Database);
        using var deadline = new CancellationTokenSource(timeout, clock);
        using var limited = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, deadline.Token);
        try
        {
            var result = await call(limited.Token);
            circuit?.Succeeded();

            return result;
        }
        catch (Exception failure) when (IsNotAvailable(failure))
        {
            // A cancelled call breaks its connection, which may look like any other failure.
            cancellationToken.ThrowIfCancellationRequested();
            circuit?.Failed(entered);
            throw NotAvailable(failure);
        }
    }

    /// <summary>
    /// Runs a call whose refusal, for instance of a read-only user, also counts as a database that is not available.
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
        // An election is under way.
        MongoNodeIsRecoveringException or MongoNotPrimaryException => true,
        MongoCommandException refused => NotAvailableCodes.Contains(refused.Code),
        // Written, but not confirmed by the replica set.
        MongoBulkWriteException { WriteConcernError: not null } => true,
        _ => false,
    };
}
