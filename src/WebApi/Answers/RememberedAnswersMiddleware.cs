using DealInsights.Application.Diagnostics;
using DealInsights.WebApi.V3;

namespace DealInsights.WebApi.Answers;

/// <summary>
/// Answers without a query what was answered since the store last changed. After the check of who may ask: answers are the
/// same for all who may. Counts as the query that it stands in for, with an outcome of its own.
/// </summary>
internal sealed class RememberedAnswersMiddleware(
    RequestDelegate next, RememberedAnswers answers, Telemetry telemetry, TimeProvider clock)
{
    public Task InvokeAsync(HttpContext context)
    {
        var method = context.Request.Method;
        if ((HttpMethods.IsGet(method) || HttpMethods.IsHead(method))
            && context.GetEndpoint()?.Metadata.GetMetadata<HoldsWhileStoredAttribute>() is not null)
        {
            return AnswerAsync(context);
        }

        return HttpMethods.IsDelete(method) ? ForgetAsync(context) : next(context);
    }

    private async Task AnswerAsync(HttpContext context)
    {
        var started = clock.GetTimestamp();
        // The store's version is from before an answer is made: what changes meanwhile makes it useless, not wrong.
        if (await answers.FindAsync(context.RequestAborted) is not { } state)
        {
            await next(context);
            return;
        }

        var key = KeyOf(context);
        var timings = context.RequestServices.GetRequiredService<RequestTimings>();
        if (state.Find(key) is { } known && known.TryBegin(context, out var whole))
        {
            var query = new QueryTiming(known.Query, QueryOutcome.Remembered, clock.GetElapsedTime(started));
            // Before the first byte, with which the headers go that tell of it.
            timings.Add(query);
            telemetry.RecordQuery(query);
            if (!whole.IsEmpty)
            {
                await context.Response.BodyWriter.WriteAsync(whole, context.RequestAborted);
            }

            return;
        }

        var body = new WrittenBody();
        context.Features.Set(body);
        await next(context);
        if (RememberedAnswer.Of(context.Response, timings, body.Bytes) is { } answer)
        {
            state.Add(key, answer);
        }
    }

    // Not left to the next request: what was removed is not to stay in memory.
    private async Task ForgetAsync(HttpContext context)
    {
        await next(context);
        answers.Forget();
    }

    private static AnswerKey KeyOf(HttpContext context) => new(
        context.Request.Path.Value ?? "",
        context.Features.Get<DealAddress>()?.DealName,
        context.Request.QueryString.Value ?? "");
}

/// <summary>Marks an address whose answers hold as long as nothing changes in the store.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class HoldsWhileStoredAttribute : Attribute;

/// <summary>Where the body of an answer is left by who writes it whole.</summary>
internal sealed class WrittenBody
{
    /// <summary>The whole body; <see langword="null"/> when none was written.</summary>
    public byte[]? Bytes { get; set; }
}
