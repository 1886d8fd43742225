using System.Net;
using System.Net.Sockets;
using System.Text;

namespace DealInsights.HostileInput;

/// <summary>Sends hostile requests to a service on this machine and looks at what it answers.</summary>
public static class HostileRun
{
    // Far more than any answer takes here, and less than what would hold a connection for nothing.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan Quiet = TimeSpan.FromMilliseconds(400);

    /// <summary>Runs it.</summary>
    /// <param name="service">Where the service listens, on loopback.</param>
    /// <param name="seed">Decides what is sent.</param>
    /// <param name="requests">How many.</param>
    /// <param name="key">A valid key, where the service asks for one: half of the requests carry it.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="ArgumentException">The service is not on this machine.</exception>
    public static async Task<HostileResult> RunAsync(
        Uri service, int seed, int requests, string? key, CancellationToken cancellationToken)
    {
        if (!service.IsLoopback)
        {
            throw new ArgumentException("Only services on this machine are asked.", nameof(service));
        }

        var maker = new RequestMaker(seed, key);
        var result = new HostileResult();
        await Parallel.ForEachAsync(
            Enumerable.Range(0, requests),
            new ParallelOptions { MaxDegreeOfParallelism = 16, CancellationToken = cancellationToken },
            async (number, token) => await SendAsync(service, maker.Make(number), key is not null, result, token));

        return result;
    }

    private static async Task SendAsync(
        Uri service, HostileRequest request, bool needsKey, HostileResult result, CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Patience);
        string answer;
        try
        {
            answer = await ExchangeAsync(service, request.Bytes, patience.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            result.Add(request.Number, status: 0, "the connection hangs");
            return;
        }
        // Closed without an answer, as it may be with what is no request.
        catch (Exception closed) when (closed is SocketException or IOException)
        {
            answer = "";
        }

        var status = StatusOf(answer);
        result.Add(request.Number, status, FaultOf(answer, status, needsKey && !request.HasKey, request));
    }

    private static async Task<string> ExchangeAsync(Uri service, byte[] bytes, CancellationToken cancellationToken)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(new IPEndPoint(IPAddress.Loopback, service.Port), cancellationToken);
        await using var stream = new NetworkStream(socket);
        await stream.WriteAsync(bytes, cancellationToken);
        using var answer = new MemoryStream();
        try
        {
            var rest = stream.CopyToAsync(answer, cancellationToken);
            if (await Task.WhenAny(rest, Task.Delay(Quiet, cancellationToken)) != rest)
            {
                // What is no whole request, or keeps its connection, is ended by this. Not sent at once: a server takes it
                // for a caller who does not wait for the answer.
                socket.Shutdown(SocketShutdown.Send);
            }

            await rest;
        }
        catch (IOException)
        {
            // Reset after an answer to a request that was not read to its end.
        }

        return Encoding.Latin1.GetString(answer.GetBuffer(), 0, (int)answer.Length);
    }

    private static int StatusOf(string answer) =>
        answer.Length > 12 && answer.StartsWith("HTTP/1.", StringComparison.Ordinal) && int.TryParse(answer.AsSpan(9, 3), out var status) ? status : 0;

    private static string? FaultOf(string answer, int status, bool isWithoutKey, HostileRequest request)
    {
        // 501 and 505 tell of methods and versions that a server does not know, 503 of its limits.
        if (status >= 500 && status is not (501 or 503 or 505))
        {
            return $"it is answered with {status}";
        }

        if (answer.Contains("Set-Cookie", StringComparison.OrdinalIgnoreCase) || answer.Contains("\r\nX: y", StringComparison.Ordinal))
        {
            return "a header was injected";
        }

        // What only those with a right are told: in none of the answers, on whatever line they begin.
        return isWithoutKey && (answer.Contains("\"dealId\"", StringComparison.Ordinal)
            || answer.Contains("\"stakeholders\"", StringComparison.Ordinal)
            || answer.Contains("\"nextCursor\"", StringComparison.Ordinal)
            || answer.Contains("\"provenance\"", StringComparison.Ordinal)
            || answer.Contains("\"overview\":", StringComparison.Ordinal))
            && !Encoding.Latin1.GetString(request.Bytes).Contains("/openapi/", StringComparison.Ordinal)
                ? "it is answered without a key"
                : null;
    }
}

/// <summary>What came of a run.</summary>
public sealed class HostileResult
{
    private readonly Lock _gate = new();
    private readonly SortedDictionary<int, int> _statuses = [];
    private readonly List<string> _faults = [];

    /// <summary>How often each status came; 0: no answer at all.</summary>
    public IReadOnlyDictionary<int, int> Statuses => _statuses;

    /// <summary>What must not be, each with the number of its request.</summary>
    public IReadOnlyList<string> Faults => _faults;

    internal void Add(int number, int status, string? fault)
    {
        lock (_gate)
        {
            _statuses[status] = _statuses.GetValueOrDefault(status) + 1;
            if (fault is not null)
            {
                _faults.Add($"request {number}: {fault}");
            }
        }
    }
}
