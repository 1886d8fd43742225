using System.Net;
using System.Net.Sockets;
using System.Text;

namespace DealInsights.HostileInput;

/// <summary>Sends hostile requests to a service on this machine and checks its responses.</summary>
public static class HostileRun
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(30);

    /// <summary>After so long without an end of the response the request's side of the connection is closed.</summary>
    private static readonly TimeSpan Quiet = TimeSpan.FromMilliseconds(400);

    /// <summary>JSON members that only authorized callers may see.</summary>
    private static readonly string[] ProtectedMembers =
        ["\"dealId\"", "\"stakeholders\"", "\"nextCursor\"", "\"provenance\"", "\"overview\":"];

    /// <summary>Sends the requests of a seed, 16 at a time.</summary>
    /// <param name="service">The service's address, on loopback.</param>
    /// <param name="seed">Decides what is sent.</param>
    /// <param name="requests">How many.</param>
    /// <param name="key">A valid key if the service requires one: half of the requests carry it.</param>
    /// <param name="cancellationToken">Stops the run.</param>
    /// <exception cref="ArgumentException">The service is not on this machine.</exception>
    public static async Task<HostileResult> RunAsync(
        Uri service, int seed, int requests, string? key, CancellationToken cancellationToken)
    {
        if (!service.IsLoopback)
        {
            throw new ArgumentException("The service must be on this machine.", nameof(service));
        }

        var maker = new RequestMaker(seed, key, await ServedOperations.ReadAsync(service, cancellationToken));
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
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeout.CancelAfter(Timeout);
        string answer;
        try
        {
            answer = await ExchangeAsync(service, Encoding.UTF8.GetBytes(request.Text), timeout.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            result.Add(request, status: 0, "the connection hangs");
            return;
        }
        catch (Exception closed) when (closed is SocketException or IOException)
        {
            answer = ""; // closed without a response, as a server may if it cannot read the request
        }

        var status = StatusOf(answer);
        result.Add(request, status, FaultOf(answer, status, needsKey && !request.HasKey, request));
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
                // Ends incomplete requests and kept connections. Not sent at once: a server takes it for a client that
                // disconnects.
                socket.Shutdown(SocketShutdown.Send);
            }

            await rest;
        }
        catch (IOException)
        {
            // Reset after a response to a request that was not read to its end.
        }

        return Encoding.Latin1.GetString(answer.GetBuffer(), 0, (int)answer.Length);
    }

    private static int StatusOf(string answer) =>
        answer.Length > 12
        && answer.StartsWith("HTTP/1.", StringComparison.Ordinal)
        && int.TryParse(answer.AsSpan(9, 3), out var status)
            ? status
            : 0;

    private static string? FaultOf(string answer, int status, bool lacksKey, HostileRequest request)
    {
        // 501 and 505 are for unknown methods and versions, 503 for a limit.
        if (status >= 500 && status is not (501 or 503 or 505))
        {
            return $"status {status}";
        }

        if (answer.Contains("Set-Cookie", StringComparison.OrdinalIgnoreCase)
            || answer.Contains("\r\nX: y", StringComparison.Ordinal))
        {
            return "a header was injected";
        }

        // Searched for in the whole text, because a smuggled request may have a response of its own. The OpenAPI documents,
        // which are public, contain the same names.
        return lacksKey
            && ProtectedMembers.Any(member => answer.Contains(member, StringComparison.Ordinal))
            && !request.Text.Contains("/openapi/", StringComparison.Ordinal)
                ? "protected data without a key"
                : null;
    }
}

/// <summary>The result of a run.</summary>
public sealed class HostileResult
{
    private readonly Lock _gate = new();
    private readonly SortedDictionary<int, int> _statuses = [];
    private readonly List<string> _faults = [];

    /// <summary>The number of responses with each status; 0 stands for no response.</summary>
    public IReadOnlyDictionary<int, int> Statuses => _statuses;

    /// <summary>Responses that a service must not give, each with the number and first line of its request.</summary>
    public IReadOnlyList<string> Faults => _faults;

    internal void Add(HostileRequest request, int status, string? fault)
    {
        lock (_gate)
        {
            _statuses[status] = _statuses.GetValueOrDefault(status) + 1;
            if (fault is not null)
            {
                _faults.Add($"request {request.Number}: {fault}: {request.FirstLine}");
            }
        }
    }
}
