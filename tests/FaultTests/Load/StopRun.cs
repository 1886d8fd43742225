using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json.Nodes;
using DealInsights.ModelStub;
using DealInsights.TestSupport;

namespace DealInsights.FaultTests.Load;

/// <summary>Stops a service under load and compares what it accepted with what was answered.</summary>
internal static class StopRun
{
    private const int Callers = 24;

    /// <summary>Starts a service whose log tells each request.</summary>
    public static ServiceProcess Start(ModelStubServer model, params (string, string)[] store)
    {
        // Long enough that some wait for it when the signal comes.
        model.Answer = StubAnswers.After(TimeSpan.FromMilliseconds(500), StubAnswers.Good);

        return ServiceProcess.Start(
            ["--urls=http://127.0.0.1:0"],
            [.. store, .. ServiceSettings.Model(model.Endpoint), ("Logging__Console__FormatterName", "json")]);
    }

    /// <summary>Loads it, asks it to stop, and asks on until it is gone.</summary>
    public static async Task RunAsync(ServiceProcess service, Truth truth)
    {
        var clock = Stopwatch.StartNew();
        var answers = new ConcurrentQueue<Answer>();
        using var stop = new CancellationTokenSource();
        using var client = FaultRun.NewClient(await service.AddressAsync(), Callers);
        var asking = Enumerable.Range(0, Callers)
            .Select(number => new Caller(client, truth, clock).RunAsync(number * 7, _ => true, answers.Enqueue, stop.Token))
            .ToList();
        await Task.Delay(TimeSpan.FromSeconds(2));

        var asked = clock.Elapsed;
        await service.TerminateAsync();
        var exitCode = await service.ExitCodeAsync();
        await stop.CancelAsync();
        await Task.WhenAll(asking);

        // A request that came as its connection was closed, or after the port was, was never accepted. The log tells.
        var accepted = service.Output
            .Where(line => line.Contains(" - Request started", StringComparison.Ordinal))
            .Select(line => (string)JsonNode.Parse(line)!["Scopes"]![0]!["TraceId"]!)
            .ToHashSet(StringComparer.Ordinal);
        var met = answers.Where(answer => answer.Ended > asked && accepted.Contains(answer.TraceId)).ToList();
        Assert.That(exitCode, Is.Zero);
        Assert.That(answers.Where(answer => answer.Ended < asked).Select(answer => answer.Defect), Is.All.Null);
        Assert.That(met.Where(answer => answer.Sent < asked), Is.Not.Empty, "some were in progress at the signal");
        Assert.That(
            answers.Where(answer => accepted.Contains(answer.TraceId)).Select(answer => answer.Defect).OfType<string>(), Is.Empty);
    }
}
