using System.Net;
using System.Net.Http.Json;
using System.Runtime.CompilerServices;
using System.Text.Json;
using DealInsights.Application.Failures;
using DealInsights.WebApi.Http;
using DealInsights.WebApi.Streaming;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Abstractions;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace DealInsights.WebApi.UnitTests.Streaming;

/// <summary>Streams of events over a real port, made of whatever a test wants to come.</summary>
[TestFixture]
internal sealed class EventStreamResultTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly ServerSentEvent Word = new("word", new { Text = "Grüße\n\u2028\"" });

    private static readonly UpstreamUnavailableException DatabaseIsDown = new("The database", TimeSpan.FromSeconds(5), new TimeoutException());

    [Test]
    public async Task Event_IsItsNumberItsNameAndOneLineOfJson()
    {
        await using var server = await StartAsync(_ => Events(Word, new ServerSentEvent("end", new { }, TimeSpan.FromSeconds(2))));

        Assert.That(
            await server.Client.GetStringAsync("/"),
            Is.EqualTo("id: 1\nevent: word\ndata: {\"text\":\"Gr\\u00FC\\u00DFe\\n\\u2028\\u0022\"}\n\n"
                + "id: 2\nevent: end\nretry: 2000\ndata: {}\n\n"));
    }

    [Test]
    public async Task Failure_BeforeTheFirstEvent_IsAStatus()
    {
        await using var server = await StartAsync(_ => Failing(DatabaseIsDown));

        using var response = await server.Client.GetAsync("/");

        await Assert.MultipleAsync(async () =>
        {
            Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.ServiceUnavailable));
            Assert.That(response.Headers.RetryAfter?.Delta, Is.EqualTo(TimeSpan.FromSeconds(5)));
            Assert.That(response.Content.Headers.ContentType?.MediaType, Is.EqualTo("application/problem+json"));
            Assert.That(response.Headers.Contains("X-Accel-Buffering"), Is.False);
            Assert.That((await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("status").GetInt32(), Is.EqualTo(503));
        });
    }

    private static IEnumerable<TestCaseData> Failures() =>
    [
        new TestCaseData(DatabaseIsDown, 503, true).SetArgDisplayNames("the database is down"),
        new TestCaseData(new InvalidOperationException("secret"), 500, false).SetArgDisplayNames("a fault of ours"),
        // Nobody has left: whoever cancelled what, the client is owed a word.
        new TestCaseData(new OperationCanceledException(), 500, false).SetArgDisplayNames("a cancellation that is not the client's"),
    ];

    [TestCaseSource(nameof(Failures))]
    public async Task Failure_AfterTheFirstEvent_IsTheLastEvent(Exception failure, int status, bool hasRetry)
    {
        await using var server = await StartAsync(_ => Failing(failure, Word));

        var text = await server.Client.GetStringAsync("/");

        var last = text.Split("\n\n", StringSplitOptions.RemoveEmptyEntries)[^1].Split('\n');
        var problem = JsonElement.Parse(last[^1]["data: ".Length..]);
        Assert.Multiple(() =>
        {
            Assert.That(last[0], Is.EqualTo("id: 2"));
            Assert.That(last[1], Is.EqualTo("event: error"));
            Assert.That(last.Contains("retry: 5000"), Is.EqualTo(hasRetry));
            Assert.That(problem.GetProperty("status").GetInt32(), Is.EqualTo(status));
            Assert.That(problem.GetProperty("title").GetString(), Is.Not.Empty);
            Assert.That(problem.GetProperty("traceId").GetString(), Is.Not.Empty);
            Assert.That(text, Does.Not.Contain("secret"));
        });
    }

    [Test]
    public async Task Client_WhoLeaves_EndsTheEvents()
    {
        var ended = new TaskCompletionSource();
        await using var server = await StartAsync(token => Endless(ended, token));
        using (var response = await server.Client.GetAsync("/", HttpCompletionOption.ResponseHeadersRead))
        {
            Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        }

        await ended.Task.WaitAsync(Patience);
    }

    [Test]
    public async Task Head_HasTheHeadersAndAwaitsNothing()
    {
        await using var server = await StartAsync(_ => Failing(new InvalidOperationException("It was begun.")));
        using var request = new HttpRequestMessage(HttpMethod.Head, "/");

        using var response = await server.Client.SendAsync(request);

        Assert.Multiple(() =>
        {
            Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.OK));
            Assert.That(response.Content.Headers.ContentType?.ToString(), Is.EqualTo("text/event-stream"));
        });
    }

    private static async IAsyncEnumerable<ServerSentEvent> Events(params ServerSentEvent[] events)
    {
        foreach (var one in events)
        {
            await Task.Yield();
            yield return one;
        }
    }

    private static async IAsyncEnumerable<ServerSentEvent> Failing(Exception failure, params ServerSentEvent[] before)
    {
        foreach (var one in before)
        {
            yield return one;
        }

        await Task.Yield();
        throw failure;
    }

    private static async IAsyncEnumerable<ServerSentEvent> Endless(
        TaskCompletionSource ended, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        try
        {
            yield return Word;
            await Task.Delay(Timeout.Infinite, cancellationToken);
        }
        finally
        {
            ended.SetResult();
        }
    }

    private static async Task<Server> StartAsync(Func<CancellationToken, IAsyncEnumerable<ServerSentEvent>> events)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseSetting("urls", "http://127.0.0.1:0");
        builder.Services.AddControllers();
        builder.Services.AddProblemDetails().AddExceptionHandler<FailureHandler>();
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddSingleton<FailureHandler>();
        var app = builder.Build();
        app.UseExceptionHandler();
        app.MapMethods("/", ["GET", "HEAD"], (HttpContext context) =>
            new EventStreamResult(events(context.RequestAborted))
                .ExecuteResultAsync(new ActionContext(context, new RouteData(), new ActionDescriptor())));
        await app.StartAsync();

        return new Server(app, new HttpClient { BaseAddress = new Uri(app.Urls.Single()), Timeout = Patience });
    }

    private sealed record Server(WebApplication App, HttpClient Client) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            Client.Dispose();
            await App.DisposeAsync();
        }
    }
}
