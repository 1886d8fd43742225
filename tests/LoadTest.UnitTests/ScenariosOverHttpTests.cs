using System.Collections.Concurrent;
using DealInsights.LoadTest.CommandLine;
using DealInsights.LoadTest.Load;
using DealInsights.LoadTest.Results;
using DealInsights.LoadTest.Runs;
using Microsoft.AspNetCore.Http;
using Spectre.Console;

namespace DealInsights.LoadTest.UnitTests;

/// <summary>Whole runs of the scenarios against a real server on a real port.</summary>
[CancelAfter(60_000)]
internal sealed class ScenariosOverHttpTests
{
    private static readonly string[] Deals = [.. Enumerable.Range(1, 200).Select(number => $"Deal {number}")];
    private static readonly string[] FreshDeals = [.. Enumerable.Range(1, 20_000).Select(number => $"Fresh {number}")];

    private readonly ConcurrentQueue<string> _asked = new();
    private readonly ConcurrentDictionary<string, bool> _stored = new();
    private AnsweringServer _server = null!;

    [SetUp]
    public async Task StartServer()
    {
        _asked.Clear();
        _stored.Clear();
        _server = await AnsweringServer.StartAsync();
    }

    [TearDown]
    public async Task StopServer() => await _server.DisposeAsync();

    private LoadTestOptions Sustained => new()
    {
        BaseAddress = _server.Address,
        RunsBursts = false,
        ComparesBaseline = false,
        WarmUp = TimeSpan.Zero,
        Rounds = 1,
        Duration = TimeSpan.FromSeconds(0.5),
        Connections = 2,
    };

    [Test]
    public async Task Sustained_WithCredentialsToCompare_SendsThemInTurnsWithNone(CancellationToken cancellationToken)
    {
        var seen = new ConcurrentDictionary<string, bool>();
        _server.Answer = context =>
        {
            var headers = context.Request.Headers;
            seen[$"{headers["X-Api-Key"]}|{headers["Y-Api-Key"]}|{headers["X-HubSpot-Signature-v3"].Count}|{context.Request.Query["portalId"]}"] = true;
            return context.Response.WriteAsJsonAsync("good");
        };
        var options = Sustained with
        {
            ComparedCredentials =
                [new ApiKeyCredentials("di_key"), new HubSpotCredentials("secret", "33", "https://deals.example")],
        };

        var result = await RunAsync(options, Deals, cancellationToken);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(seen.Keys, Is.EquivalentTo(new[] { "||0|", "|di_key|0|", "di_key||0|", "||0|33", "||1|33" }));
            Assert.That(
                result.Costs.Select(comparison => comparison.Name),
                Is.EqualTo(new[] { "deal-info, API key", "deal-info, HubSpot signature" }));
        }
    }

    [Test]
    public async Task Sustained_WithAnUnobservedService_AsksBothInTurns(CancellationToken cancellationToken)
    {
        await using var other = await AnsweringServer.StartAsync();
        var asked = 0;
        other.Answer = context =>
        {
            Interlocked.Increment(ref asked);
            return context.Response.WriteAsJsonAsync("good");
        };
        _server.Answer = context => context.Response.WriteAsJsonAsync("good");
        var options = Sustained with { UnobservedAddress = other.Address, Rounds = 2 };

        var result = await RunAsync(options, Deals, cancellationToken);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(result.Sustained.Select(series => series.Name), Is.EqualTo(
                new[] { "deal-info", $"deal-info, {SustainedResult.Unobserved}" }));
            Assert.That(result.Sustained[1].Answers.Requests, Is.Positive.And.AtMost(asked));
            Assert.That(result.Costs.Single().Ratios, Has.Count.EqualTo(2));
        }
    }

    [Test]
    public async Task Soak_OverManyConnections_AsksEveryDealOnceAndCountsWhoAnswered(
        CancellationToken cancellationToken)
    {
        _server.Answer = context => DealOf(context) switch
        {
            "Deal 7" => AnswerAsync(context, source: null),
            "Deal 8" or "Deal 9" => AnswerAsync(context, "offline; reason=timeout"),
            "Deal 10" => AnswerAsync(context, "model", StatusCodes.Status503ServiceUnavailable),
            _ => AnswerAsync(context, "model"),
        };

        var result = await RunAsync(Soak(connections: 8), Deals, cancellationToken);

        var soak = result.Soak!;
        using (Assert.EnterMultipleScope())
        {
            Assert.That(AskedFor("company-overview"), Is.EquivalentTo(Deals));
            Assert.That((soak.Requests, soak.IsComplete), Is.EqualTo((200, true)));
            Assert.That(soak.Answers.Statuses, Is.EqualTo(new Dictionary<int, long> { [200] = 199, [503] = 1 }));
            Assert.That(soak.Answers.InsightSources, Is.EqualTo(new Dictionary<string, long>
            {
                ["model"] = 196,
                ["offline; reason=timeout"] = 2,
            }));
            Assert.That(soak.IsProcessKnown, Is.True);
            Assert.That(soak.Marks.Select(mark => mark.Moment), Does.Contain("before").And.Contain("100 %"));
            Assert.That(soak.Marks[^1].Moment, Is.EqualTo("after the pause"));
            Assert.That(result.Failed, Is.EqualTo(1));
        }
    }

    [Test]
    public async Task Soak_OverOneConnection_AsksInOrderOfTheDealsEveryEndpoint(CancellationToken cancellationToken)
    {
        _server.Answer = context => AnswerAsync(context, "model");
        var options = Soak(connections: 1) with
        {
            Endpoints = [ContractEndpoint.Overview, ContractEndpoint.Stakeholders],
        };

        var result = await RunAsync(options, ["B", "A"], cancellationToken);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(_asked, Is.EqualTo(
            [
                "company-overview B", "get-stakeholders B", "company-overview A", "get-stakeholders A",
            ]));
            Assert.That(result.Soak!.ByEndpoint.Keys, Is.EqualTo(["company-overview", "get-stakeholders"]));
        }
    }

    [Test]
    public async Task Soak_ForSomeTime_AsksTheDealsRoundAndRoundAndReadsTheHeap(CancellationToken cancellationToken)
    {
        _server.Answer = context => context.Request.Path == "/metrics"
            ? context.Response.WriteAsync(
                "dotnet_gc_last_collection_heap_size_bytes{dotnet_gc_heap_generation=\"gen0\"} 40 17\n"
                + "dotnet_gc_last_collection_heap_size_bytes{dotnet_gc_heap_generation=\"gen1\"} 2\nother 5\n",
                cancellationToken)
            : AnswerAsync(context, "model");

        var result = await RunAsync(
            Soak(connections: 2) with { SoakFor = TimeSpan.FromSeconds(1) }, ["A", "B"], cancellationToken);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(AskedFor("company-overview").Count(deal => deal == "A"), Is.GreaterThan(1));
            Assert.That((result.Soak!.IsComplete, result.Soak.Requests), Is.EqualTo((true, result.Soak.Answers.Requests)));
            Assert.That(result.Soak.Samples.Select(sample => sample.HeapBytes), Has.Some.EqualTo(42));
            Assert.That(result.Soak.IsFlat, Is.Null);
        }
    }

    [Test]
    public async Task Soak_WhenStopped_TellsWhatWasAnsweredWithoutAVerdict()
    {
        using var stop = new CancellationTokenSource();
        _server.Answer = async context =>
        {
            if (_asked.Count == 20)
            {
                await stop.CancelAsync();
            }

            await AnswerAsync(context, "model");
        };

        var result = await RunAsync(Soak(connections: 1), Deals, stop.Token);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(result.Soak!.Answers.Requests, Is.InRange(19, 21));
            Assert.That((result.Soak.IsComplete, result.Soak.Trend), Is.EqualTo((false, (MemoryTrend?)null)));
            Assert.That(ExitCode.Of(result, new LoadTestOptions()), Is.EqualTo(ExitCode.Interrupted));
        }
    }

    [Test]
    public async Task Obstacle_OfASoak_IsLookedForWithoutAskingItsQuestion(CancellationToken cancellationToken)
    {
        _server.Answer = context => AnswerAsync(context, "model");

        var obstacle = await Run(Soak(connections: 1), Deals).FindObstacleAsync(cancellationToken);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(obstacle, Is.Null);
            Assert.That(_asked, Is.EqualTo(["deal-info Deal 1"]));
        }
    }

    [Test]
    public async Task Crowded_WhileFreshDealsWaitForEachOther_MeasuresStoredAnswersAlone(
        CancellationToken cancellationToken)
    {
        const int ModelCalls = 5;
        var inFlight = 0;
        var allInFlight = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _server.Answer = context => AnswerStoringAsync(context, async deal =>
        {
            if (deal.StartsWith("Fresh", StringComparison.Ordinal))
            {
                // Nobody is answered before so many wait: a crowd of fewer would never come to its end.
                if (Interlocked.Increment(ref inFlight) == ModelCalls)
                {
                    allInFlight.TrySetResult();
                }

                await allInFlight.Task.WaitAsync(context.RequestAborted);
                await Task.Delay(20, context.RequestAborted);
            }
        });

        var result = await RunAsync(Crowded(ModelCalls), Deals[..3], cancellationToken);

        var crowded = result.Crowded!;
        var fresh = AskedFor("company-overview").Where(deal => deal.StartsWith("Fresh", StringComparison.Ordinal));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(crowded.Problems, Is.Empty);
            Assert.That(crowded.P99Ratio, Is.Positive);
            Assert.That((crowded.Alone!.Rounds.Count, crowded.Crowded!.Rounds.Count), Is.EqualTo((2, 2)));
            Assert.That((crowded.Alone.Answers.StoredShare, crowded.Crowded.Answers.StoredShare), Is.EqualTo((1, 1)));
            Assert.That(crowded.AverageInFlight, Is.InRange(0.9 * ModelCalls, ModelCalls));
            Assert.That(crowded.Crowd.ModelShare, Is.EqualTo(1));
            Assert.That(fresh, Is.EquivalentTo(FreshDeals[..crowded.FreshDealsUsed]));
            Assert.That(result.Failed, Is.Zero);
        }
    }

    [Test]
    public async Task Crowded_WhenTheFreshDealsRunOut_EndsAndSaysSo(CancellationToken cancellationToken)
    {
        _server.Answer = context => AnswerStoringAsync(context, _ => Task.Delay(100, context.RequestAborted));
        var options = Crowded(modelCalls: 3) with { Duration = TimeSpan.FromSeconds(1) };

        var run = new LoadTestRun(TimeProvider.System, options, Deals[..2], FreshDeals[..20], NewConsole());
        var result = await run.RunAsync(cancellationToken);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(result.Crowded!.Problems, Is.EqualTo([CrowdedProblem.RanOut]));
            Assert.That(result.Crowded.FreshDealsUsed, Is.EqualTo(20));
            Assert.That(ExitCode.Of(result, options), Is.EqualTo(ExitCode.Failure));
        }
    }

    [Test]
    public async Task Crowded_WhenTheDealsDoNotBecomeStored_StopsAskingSoonAndMeasuresNothing(
        CancellationToken cancellationToken)
    {
        _server.Answer = context => AnswerAsync(context, "model");

        var result = await RunAsync(Crowded(modelCalls: 1) with { Connections = 25 }, Deals, cancellationToken);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(result.Crowded!.Problems, Is.EqualTo([CrowdedProblem.NotStored]));
            Assert.That(result.Crowded.Preparation.ModelShare, Is.EqualTo(1));
            Assert.That(AskedFor("company-overview").Distinct().Count(), Is.InRange(20, 60));
            Assert.That(_asked.Count(asked => asked == "company-overview Deal 1"), Is.EqualTo(4));
            Assert.That(ExitCode.Of(result, new LoadTestOptions()), Is.EqualTo(ExitCode.Failure));
        }
    }

    [Test]
    public async Task Crowded_WhenADealNeedsNoInsight_LeavesItOut(CancellationToken cancellationToken)
    {
        _server.Answer = context => DealOf(context) == "Deal 2"
            ? AnswerAsync(context, source: null)
            : AnswerStoringAsync(context, _ => Task.Delay(10, context.RequestAborted));

        var result = await RunAsync(Crowded(modelCalls: 1) with { Rounds = 1 }, Deals[..3], cancellationToken);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(result.Crowded!.StoredDeals, Is.EqualTo(2));
            Assert.That(result.Crowded.Alone!.Answers.StoredShare, Is.EqualTo(1));
            Assert.That(_asked.Count(asked => asked == "company-overview Deal 2"), Is.EqualTo(1));
        }
    }

    private static string DealOf(HttpContext context) =>
        (context.Request.Query["dealName"].FirstOrDefault() ?? context.Request.Query["deal_name"].FirstOrDefault())!;

    private static IAnsiConsole NewConsole() =>
        AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(TextWriter.Null) });

    /// <summary>The deals that an endpoint was asked for, in order of arrival.</summary>
    private IEnumerable<string> AskedFor(string endpoint) => _asked
        .Where(asked => asked.StartsWith($"{endpoint} ", StringComparison.Ordinal))
        .Select(asked => asked[(endpoint.Length + 1)..]);

    private LoadTestOptions Soak(int connections) => new()
    {
        BaseAddress = _server.Address,
        RunsBursts = false,
        RunsSustained = false,
        RunsSoak = true,
        Connections = connections,
        SampleInterval = TimeSpan.FromMilliseconds(50),
        Settle = TimeSpan.FromMilliseconds(120),
        ServerProcessId = Environment.ProcessId,
    };

    private LoadTestOptions Crowded(int modelCalls) => new()
    {
        BaseAddress = _server.Address,
        RunsBursts = false,
        RunsSustained = false,
        RunsCrowded = true,
        FreshDealsFile = "not read here",
        ModelCalls = modelCalls,
        Connections = 2,
        Duration = TimeSpan.FromSeconds(0.5),
        Rounds = 2,
        WarmUp = TimeSpan.Zero,
    };

    private static LoadTestRun Run(LoadTestOptions options, IReadOnlyList<string> deals) =>
        new(TimeProvider.System, options, deals, FreshDeals, NewConsole());

    private static Task<LoadTestResult> RunAsync(
        LoadTestOptions options, IReadOnlyList<string> deals, CancellationToken stop) =>
        Run(options, deals).RunAsync(stop);

    /// <summary>The model answers first, after <paramref name="thinking"/>, and what it answered is stored.</summary>
    private async Task AnswerStoringAsync(HttpContext context, Func<string, Task> thinking)
    {
        var deal = DealOf(context);
        if (_stored.ContainsKey(deal))
        {
            await AnswerAsync(context, "stored");
            return;
        }

        await thinking(deal);
        _stored[deal] = true;
        await AnswerAsync(context, "model");
    }

    private Task AnswerAsync(HttpContext context, string? source, int status = StatusCodes.Status200OK)
    {
        if (context.Request.Path == "/metrics")
        {
            return Task.CompletedTask;
        }

        _asked.Enqueue($"{context.Request.Path.Value!.Split('/')[^1]} {DealOf(context)}");
        context.Response.StatusCode = status;
        if (source is not null)
        {
            context.Response.Headers["X-Insight-Source"] = source;
        }

        return context.Response.WriteAsJsonAsync("good", context.RequestAborted);
    }
}
