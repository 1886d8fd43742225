using System.Collections.Concurrent;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;

namespace DealInsights.ModelStub;

/// <summary>Responds to one call.</summary>
public delegate Task StubAnswer(StubCall call);

/// <summary>
/// A stand-in for a language model's server, for tests and load runs: speaks the wire format of Azure OpenAI and of
/// OpenAI-compatible endpoints on a loopback port, and fails as it is told to.
/// </summary>
public sealed class ModelStubServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentQueue<RecordedRequest> _requests = new();
    private readonly ConcurrentQueue<StubAnswer> _next = new();
    private readonly Milestones _inFlight = new();
    private readonly Milestones _aborted = new();

    private readonly bool _keepsRequests;

    private ModelStubServer(WebApplication app, StubAnswer answer, bool keepsRequests)
    {
        _app = app;
        _keepsRequests = keepsRequests;
        Answer = answer;
    }

    /// <summary>The resource endpoint for an Azure OpenAI client.</summary>
    public Uri Endpoint { get; private set; } = new("http://127.0.0.1");

    /// <summary>The base address for an OpenAI-compatible client.</summary>
    public Uri CompatibleEndpoint => new(Endpoint, "v1");

    /// <summary>Responds when <see cref="NextAnswers"/> has nothing left.</summary>
    public StubAnswer Answer { get; set; }

    /// <summary>The received requests in order of arrival, if they are kept.</summary>
    public IReadOnlyCollection<RecordedRequest> Requests => _requests;

    /// <summary>The most calls that were in flight at the same time.</summary>
    public int InFlightHighWaterMark => _inFlight.Highest;

    /// <summary>Starts a server.</summary>
    /// <param name="port">The port on 127.0.0.1; 0 takes a free one.</param>
    /// <param name="answer">The usual response; <see cref="StubAnswers.Good"/> by default.</param>
    /// <param name="keepsRequests">Whether <see cref="Requests"/> keeps them; a load run would fill the memory.</param>
    public static async Task<ModelStubServer> StartAsync(
        int port = 0, StubAnswer? answer = null, bool keepsRequests = true)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(System.Net.IPAddress.Loopback, port));
        var app = builder.Build();
        var server = new ModelStubServer(app, answer ?? StubAnswers.Good, keepsRequests);

        app.MapPost("/openai/deployments/{deployment}/chat/completions", server.HandleAsync);
        app.MapPost("/v1/chat/completions", server.HandleAsync);
        app.MapPost("/openai/v1/chat/completions", server.HandleAsync);
        await app.StartAsync();

        var addresses = app.Services.GetRequiredService<IServer>().Features.GetRequiredFeature<IServerAddressesFeature>();
        server.Endpoint = new Uri(addresses.Addresses.Single());

        return server;
    }

    /// <summary>Sets the responses of the next calls, one each, in order of arrival.</summary>
    public void NextAnswers(params StubAnswer[] answers)
    {
        foreach (var answer in answers)
        {
            _next.Enqueue(answer);
        }
    }

    /// <summary>Returns when so many calls have been in flight at the same time.</summary>
    public Task WaitUntilInFlightAsync(int calls, CancellationToken cancellationToken = default) =>
        _inFlight.WaitForAsync(calls, cancellationToken);

    /// <summary>Returns when so many callers have disconnected before their response was complete.</summary>
    public Task WaitUntilAbortedAsync(int calls, CancellationToken cancellationToken = default) =>
        _aborted.WaitForAsync(calls, cancellationToken);

    /// <summary>Returns when the process is asked to stop.</summary>
    public Task WaitForShutdownAsync() => _app.WaitForShutdownAsync();

    /// <summary>Stops at once and aborts calls in flight.</summary>
    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync(new CancellationToken(canceled: true));
        await _app.DisposeAsync();
    }

    private async Task HandleAsync(HttpContext context)
    {
        var request = await RecordedRequest.ReadAsync(context.Request);
        if (_keepsRequests)
        {
            _requests.Enqueue(request);
        }

        _inFlight.Add(1);
        try
        {
            var answer = _next.TryDequeue(out var next) ? next : Answer;
            await answer(new StubCall(this, context, request));
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            _aborted.Add(1);
        }
        finally
        {
            _inFlight.Add(-1);
        }
    }

    /// <summary>A count that can be waited for.</summary>
    private sealed class Milestones
    {
        private readonly Lock _gate = new();
        private readonly List<(int Count, TaskCompletionSource Reached)> _waiting = [];
        private int _current;

        public int Highest { get; private set; }

        public void Add(int change)
        {
            lock (_gate)
            {
                _current += change;
                Highest = Math.Max(Highest, _current);
                foreach (var (_, reached) in _waiting.Where(waiting => waiting.Count <= Highest))
                {
                    reached.TrySetResult();
                }

                _waiting.RemoveAll(waiting => waiting.Count <= Highest);
            }
        }

        public Task WaitForAsync(int count, CancellationToken cancellationToken)
        {
            lock (_gate)
            {
                if (Highest >= count)
                {
                    return Task.CompletedTask;
                }

                var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                _waiting.Add((count, reached));

                return reached.Task.WaitAsync(cancellationToken);
            }
        }
    }
}
