using System.Collections.Concurrent;
using DealInsights.Application.Answers;

namespace DealInsights.WebApi.V3;

/// <summary>
/// Answers 304 without a query to a caller whose answer was given since the store last changed, where the store can tell.
/// Only versions are remembered, never answers, and not for longer than nothing changes.
/// </summary>
internal sealed class UnchangedAnswersMiddleware(RequestDelegate next, IStoreChanges changes)
{
    // Some 400 bytes each. When there are so many, all are forgotten, which costs each a query.
    private const int MostRemembered = 20_000;

    private readonly ConcurrentDictionary<string, Remembered> _answers = new(StringComparer.Ordinal);

    public Task InvokeAsync(HttpContext context) =>
        context.Request.Path.StartsWithSegments(V3Api.Deals)
        && (HttpMethods.IsGet(context.Request.Method) || HttpMethods.IsHead(context.Request.Method))
            ? AnswerAsync(context)
            : next(context);

    private async Task AnswerAsync(HttpContext context)
    {
        if (await changes.FindVersionAsync(context.RequestAborted) is not { } store)
        {
            await next(context);
            return;
        }

        var address = $"{context.Request.Path}\n{context.Features.Get<DealAddress>()?.DealName}\n{context.Request.QueryString}";
        if (_answers.TryGetValue(address, out var remembered)
            && remembered.Store == store
            && context.Request.KnownVersions().Contains(remembered.Version))
        {
            VersionedAnswers.NotModified(context.Response, remembered.Version);
            return;
        }

        await next(context);
        if (VersionedAnswers.VersionOf(context.Response) is { } version)
        {
            if (_answers.Count >= MostRemembered)
            {
                _answers.Clear();
            }

            // The store's version is from before the answer was made: what changed meanwhile makes it useless, not wrong.
            _answers[address] = new Remembered(version, store);
        }
    }

    private readonly record struct Remembered(string Version, long Store);
}
