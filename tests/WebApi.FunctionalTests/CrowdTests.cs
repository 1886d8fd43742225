using System.Diagnostics;
using System.Net.Sockets;
using System.Text;
using DealInsights.ModelStub;

namespace DealInsights.WebApi.FunctionalTests;

/// <summary>Many more connections than the service serves at once.</summary>
[TestFixture]
internal sealed class CrowdTests
{
    private const int Connections = 5_000;
    private const int Served = 1_000;

    [Test]
    public async Task FiveThousandConnectionsAtOnce_AreServedOrRefusedAndHealthAnswersMeanwhile()
    {
        var connections = Math.Min(Connections, ConnectionsThatFileDescriptorsAllow());
        Assume.That(connections, Is.GreaterThan(Served), "The limit on open files (ulimit -n) leaves too few connections.");
        if (connections < Connections)
        {
            await TestContext.Out.WriteLineAsync(
                $"The limit on open files (ulimit -n) allows {connections} connections in place of {Connections}.");
        }

        var release = new TaskCompletionSource();
        await using var model = await ModelStubServer.StartAsync(answer: StubAnswers.After(release.Task, StubAnswers.Good));
        await using var api = await DealInsightsApi.StartAsync(
            [
                $"--Limits:MaxConcurrentRequests={Served}", $"--Limits:MaxConcurrentRequestsPerClient={Served}",
                "--Limits:RequestTimeout=00:01:00", "--LanguageModel:Timeout=00:00:50", "--LanguageModel:AttemptTimeout=00:00:50",
                .. StubSettings.Of(model),
            ]);
        await api.HasAsync("meeting_insights", """{"deal_id":"Acme","meeting_id":"1","transcript":"We agreed to run a pilot in March."}""");
        var sockets = await Task.WhenAll(Enumerable.Range(0, connections).Select(_ => ConnectAsync(api)));
        try
        {
            // All ask about one deal, so the service asks the model once, and those whom it serves wait for that answer.
            var asking = sockets.Select(AskAsync).ToList();
            var refused = TakeAsync(asking, connections - Served);
            await AskForHealthUntilAsync(api, refused);

            Assert.That(await refused, Is.All.StartsWith("HTTP/1.1 503").And.All.Contain("Retry-After: 1").And.All.Contain("application/problem+json"));
            Assert.That(await refused, Has.None.Contains("Connection: close"));

            release.SetResult();
            var all = await Task.WhenAll(asking).WaitAsync(DealInsightsApi.Patience);
            var afterwards = await api.BodyAsync(Endpoint.DealInfo, "Acme");

            Assert.That(all.Count(answer => answer.StartsWith("HTTP/1.1 200", StringComparison.Ordinal)), Is.EqualTo(Served));
            Assert.That(afterwards, Does.Contain("Not found"));
        }
        finally
        {
            release.TrySetResult();
            Array.ForEach(sockets, socket => socket.Dispose());
        }
    }

    /// <summary>The first so many answers.</summary>
    private static async Task<IReadOnlyList<string>> TakeAsync(IReadOnlyList<Task<string>> asking, int count)
    {
        var answers = new List<string>();
        await foreach (var answer in Task.WhenEach(asking))
        {
            answers.Add(await answer);
            if (answers.Count == count)
            {
                break;
            }
        }

        return answers;
    }

    /// <summary>Asks again and again; every response has to be 200.</summary>
    private static async Task AskForHealthUntilAsync(DealInsightsApi api, Task ended)
    {
        var deadline = Stopwatch.StartNew();
        do
        {
            using var ready = await api.Client.GetAsync("/health/ready");
            ready.EnsureSuccessStatusCode();
            Assert.That(deadline.Elapsed, Is.LessThan(DealInsightsApi.Patience), "Some of the crowd got no answer.");
        }
        while (!ended.IsCompleted);
    }

    private static async Task<Socket> ConnectAsync(DealInsightsApi api)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(api.Client.BaseAddress!.Host, api.Client.BaseAddress.Port);

        return socket;
    }

    /// <summary>The head of the answer.</summary>
    private static async Task<string> AskAsync(Socket socket)
    {
        await socket.SendAsync(Encoding.ASCII.GetBytes(
            $"GET /api/hubspot/v2/{Endpoint.Overview}=Acme HTTP/1.1\r\nHost: localhost\r\n\r\n"));
        var buffer = new byte[4096];
        var read = await socket.ReceiveAsync(buffer);

        return Encoding.ASCII.GetString(buffer, 0, read);
    }

    // Both ends of each connection are in this process, beside what it has open anyway.
    private static int ConnectionsThatFileDescriptorsAllow()
    {
        const string limits = "/proc/self/limits";
        if (!File.Exists(limits))
        {
            return OperatingSystem.IsWindows() ? int.MaxValue : (4_096 - 500) / 2;
        }

        var openFiles = File.ReadLines(limits).Single(line => line.StartsWith("Max open files", StringComparison.Ordinal));
        var soft = openFiles["Max open files".Length..].Split(' ', StringSplitOptions.RemoveEmptyEntries)[0];

        return int.TryParse(soft, out var most) ? (most - 500) / 2 : int.MaxValue;
    }
}
