using DealInsights.WebApi.Http;
using Microsoft.AspNetCore.Http.Timeouts;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;

namespace DealInsights.WebApi.Streaming;

/// <summary>
/// Sends a stream of events, with a comment after a period of silence. A failure before the first event is a normal problem
/// response; later it is the last event, <c>error</c>, with the same document. HEAD does not wait for an event.
/// </summary>
internal sealed class EventStreamResult(IAsyncEnumerable<ServerSentEvent> events) : ActionResult
{
    /// <summary>The name of the event that ends a broken stream.</summary>
    public const string Error = "error";

    /// <inheritdoc/>
    public override async Task ExecuteResultAsync(ActionContext context)
    {
        var http = context.HttpContext;
        var writer = new EventStreamWriter(
            http, http.RequestServices.GetRequiredService<IOptions<JsonOptions>>().Value.JsonSerializerOptions);
        if (HttpMethods.IsHead(http.Request.Method))
        {
            writer.SetHeaders();

            return;
        }

        try
        {
            await WriteAllAsync(http, writer);
        }
        catch (Exception failure) when (writer.HasStarted && !HasLeft(http))
        {
            // The request's own token may be what ended it, while the connection is still there.
            await writer.WriteAsync(Describe(http, failure), CancellationToken.None);
        }
    }

    private async Task WriteAllAsync(HttpContext context, EventStreamWriter writer)
    {
        var heartbeat = context.RequestServices.GetRequiredService<IOptions<StreamOptions>>().Value.HeartbeatInterval;
        var clock = context.RequestServices.GetRequiredService<TimeProvider>();
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted);
        await using var reading = events.GetAsyncEnumerator(ending.Token);
        var next = Task.FromResult(false);
        try
        {
            do
            {
                next = reading.MoveNextAsync().AsTask();
                while (!await CompletesWithinAsync(next, heartbeat, clock))
                {
                    await writer.WriteHeartbeatAsync(ending.Token);
                }

                if (await next)
                {
                    await writer.WriteAsync(reading.Current, ending.Token);
                }
            }
            while (await next);
        }
        finally
        {
            // An enumerator cannot be disposed while its next event is awaited.
            await ending.CancelAsync();
            await ((Task)next).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private static async Task<bool> CompletesWithinAsync(Task task, TimeSpan time, TimeProvider clock)
    {
        if (!task.IsCompleted)
        {
            await task.WaitAsync(time, clock).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        return task.IsCompleted;
    }

    // The request timeout cancels the same token as a client that disconnects.
    private static bool HasLeft(HttpContext context) =>
        context.RequestAborted.IsCancellationRequested && !IsOverdue(context);

    private static bool IsOverdue(HttpContext context) =>
        context.Features.Get<IHttpRequestTimeoutFeature>() is { RequestTimeoutToken.IsCancellationRequested: true };

    private static ServerSentEvent Describe(HttpContext context, Exception failure)
    {
        var problem = IsOverdue(context)
            ? RequestLimits.ReportOverdue(context)
            : context.RequestServices.GetRequiredService<FailureHandler>().Report(context, failure);

        return new ServerSentEvent(Error, Problems.Complete(context, problem), FailureHandler.RetryAfterOf(failure));
    }
}
