using System.Diagnostics;
using System.Net.Sockets;
using System.Text;
using DealInsights.FaultTests.Load;
using DealInsights.FaultTests.Parts;
using DealInsights.ModelStub;

namespace DealInsights.FaultTests;

/// <summary>More keep-alive connections than the service serves at once, each with a request.</summary>
[TestFixture]
[Category(FaultSuite.Full)]
internal sealed class KeepAliveTests
{
    private const int Connections = 1_200;
    private const int Served = 1_000;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Test]
    public async Task TwelveHundred_AreServedOrRefusedPolitelyAndGoOnAsBefore()
    {
        using var store = new StoreCopy(FaultSuite.Store);
        var release = new TaskCompletionSource();
        await using var model = await ModelStubServer.StartAsync(keepsRequests: false, answer: async call =>
        {
            await release.Task.WaitAsync(call.CallerGone);
            await StubAnswers.Good(call);
        });
        await using var service = ServiceSettings.Start(
        [
            store.Setting,
            .. ServiceSettings.Model(model.Endpoint),
            ("LanguageModel__Timeout", "00:00:30"),
            ("LanguageModel__AttemptTimeout", "00:00:30"),
        ]);
        var address = await service.AddressAsync();
        var overview = FaultSuite.Truth.Questions.First(question => question.Path.Contains("company-overview", StringComparison.Ordinal)).Path;
        var info = FaultSuite.Truth.Questions[0].Path;
        var sockets = await Task.WhenAll(Enumerable.Range(0, Connections).Select(_ => ConnectAsync(address)));
        try
        {
            // Each connection is used before, so that it is kept alive and the code is compiled.
            await LatenciesAsync(sockets, info);
            var before = await LatenciesAsync(sockets, info);

            // All ask about one deal, so that the service asks the model once and those whom it serves wait together.
            var asking = sockets.Select(socket => AskAsync(socket, overview)).ToList();
            var refused = new List<string>();
            await foreach (var answer in Task.WhenEach(asking))
            {
                refused.Add(await answer);
                if (refused.Count == Connections - Served)
                {
                    break;
                }
            }

            release.SetResult();
            var all = await Task.WhenAll(asking).WaitAsync(Patience);
            // On the very same connections: nobody was cut off, not even the refused.
            var after = await LatenciesAsync(sockets, info);

            FaultReport.Add(new FaultRow
            {
                Fault = $"{Connections:N0} keep-alive connections ask at once (p50 of `deal-info` on them one by one: "
                    + $"{before[Connections / 2].TotalMilliseconds:F2} ms before, {after[Connections / 2].TotalMilliseconds:F2} ms after)",
                Requests = all.Length,
                Good = all.Count(answer => answer.StartsWith("HTTP/1.1 200", StringComparison.Ordinal)),
                Offline = 0,
                Errors = new Dictionary<string, int> { ["503 Too many requests are in progress."] = refused.Count },
                Slowest = null,
                Recovery = TimeSpan.Zero,
            });
            Assert.Multiple(() =>
            {
                Assert.That(refused, Is.All.StartsWith("HTTP/1.1 503").And.All.Contain("Retry-After: 1").And.All.Contain("application/problem+json"));
                Assert.That(refused, Has.None.Contains("Connection: close"));
                Assert.That(all.Count(answer => answer.StartsWith("HTTP/1.1 200", StringComparison.Ordinal)), Is.EqualTo(Served));
                // No measurement: what a crowd leaves behind, if it does, is longer by far.
                Assert.That(after[Connections / 2], Is.LessThan((before[Connections / 2] * 5) + TimeSpan.FromMilliseconds(20)));
            });
        }
        finally
        {
            release.TrySetResult();
            Array.ForEach(sockets, socket => socket.Dispose());
        }
    }

    private static async Task<Socket> ConnectAsync(Uri address)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(address.Host, address.Port);

        return socket;
    }

    /// <summary>How long one request on each takes, one after another, the quickest first. All have to be answered with 200.</summary>
    private static async Task<List<TimeSpan>> LatenciesAsync(IEnumerable<Socket> sockets, string path)
    {
        var latencies = new List<TimeSpan>();
        foreach (var socket in sockets)
        {
            var sent = Stopwatch.GetTimestamp();
            var answer = await AskAsync(socket, path).WaitAsync(Patience);
            latencies.Add(Stopwatch.GetElapsedTime(sent));
            Assert.That(answer, Does.StartWith("HTTP/1.1 200"));
        }

        latencies.Sort();
        return latencies;
    }

    /// <summary>The whole answer, head and body.</summary>
    private static async Task<string> AskAsync(Socket socket, string path)
    {
        await socket.SendAsync(Encoding.ASCII.GetBytes($"GET {path} HTTP/1.1\r\nHost: localhost\r\n\r\n"));
        var buffer = new byte[16 * 1024];
        var text = "";
        while (!IsWhole(text))
        {
            var read = await socket.ReceiveAsync(buffer);
            Assert.That(read, Is.Positive, "The connection was closed without an answer.");
            text += Encoding.UTF8.GetString(buffer, 0, read);
        }

        return text;
    }

    // Every answer that is asked for here is ASCII, and announces its length or comes in chunks.
    private static bool IsWhole(string text)
    {
        var head = text.IndexOf("\r\n\r\n", StringComparison.Ordinal);
        if (head < 0)
        {
            return false;
        }

        const string length = "Content-Length: ";
        var start = text.IndexOf(length, StringComparison.OrdinalIgnoreCase);
        if (start < 0 || start > head)
        {
            return text.EndsWith("0\r\n\r\n", StringComparison.Ordinal);
        }

        start += length.Length;
        var announced = int.Parse(text[start..text.IndexOf('\r', start)], System.Globalization.CultureInfo.InvariantCulture);

        return Encoding.UTF8.GetByteCount(text) >= head + 4 + announced;
    }
}
