using DealInsights.Application.Audit;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.Extensions.DependencyInjection;

namespace DealInsights.WebApi.FunctionalTests;

/// <summary>Callers who close their connection, before they were answered and after.</summary>
[TestFixture]
internal sealed class LeavingCallerTests
{
    [Test]
    public async Task CallerWhoClosesWithTheLastByte_WasAnswered()
    {
        await using var api = await StartAsync(new WaitUntilTheCallerLeft(afterTheAnswer: true));
        using (var caller = new HttpClient { BaseAddress = api.Client.BaseAddress })
        {
            Assert.That(await caller.GetStringAsync("/api/hubspot/v2/deal-info?dealName=Acme"), Does.Contain("Won"));
        }

        Assert.That(() => Endings(api), Is.EqualTo(new[] { "RequestCompleted" }).After(30_000, 20));
        Assert.That(await OutcomeAsync(api), Is.EqualTo(AuditOutcome.Done));
    }

    [Test]
    public async Task CallerWhoClosesBeforeTheFirst_Left()
    {
        var wait = new WaitUntilTheCallerLeft(afterTheAnswer: false);
        await using var api = await StartAsync(wait);
        using (var caller = new HttpClient { BaseAddress = api.Client.BaseAddress })
        {
            var asking = caller.GetAsync("/api/hubspot/v2/deal-info?dealName=Acme");
            await wait.Began.WaitAsync(DealInsightsApi.Patience);
            caller.CancelPendingRequests();
            Assert.That(async () => await asking, Throws.InstanceOf<OperationCanceledException>());
        }

        Assert.That(() => Endings(api), Is.EqualTo(new[] { "RequestCancelled" }).After(30_000, 20));
        Assert.That(await OutcomeAsync(api), Is.EqualTo(AuditOutcome.Cancelled));
    }

    private static async Task<DealInsightsApi> StartAsync(WaitUntilTheCallerLeft wait)
    {
        var api = await DealInsightsApi.StartAsync(
            TestStore.Embedded(),
            services => services.Configure<MvcOptions>(mvc => mvc.Filters.Add(wait)),
            "--Audit:AnonymousReads=true");
        await api.HasAsync("deal_info", """{"deal_id":"Acme","stage":"Won"}""");

        return api;
    }

    private static IEnumerable<string?> Endings(DealInsightsApi api) => api.Logs.GetSnapshot()
        .Select(record => record.Id.Name)
        .Where(name => name is "RequestCompleted" or "RequestCancelled");

    private static async Task<AuditOutcome> OutcomeAsync(DealInsightsApi api)
    {
        await api.Services.GetRequiredService<AuditTrail>().FlushAsync(CancellationToken.None);
        var records = await api.Services.GetRequiredService<IAuditRepository>()
            .FindAsync(new AuditFilter(Caller: null, DealHash: null, Since: null, Until: null), before: null, limit: 2, CancellationToken.None);

        return records.Single().Outcome;
    }

    /// <summary>Holds a request until its connection is closed: when its answer is on its way, or before there is one.</summary>
    private sealed class WaitUntilTheCallerLeft(bool afterTheAnswer) : IAsyncResultFilter
    {
        private readonly TaskCompletionSource _began = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Began => _began.Task;

        public async Task OnResultExecutionAsync(ResultExecutingContext context, ResultExecutionDelegate next)
        {
            if (!afterTheAnswer)
            {
                await WaitAsync(context.HttpContext.RequestAborted);
            }

            await next();
            if (afterTheAnswer)
            {
                // The request's own token is not cancelled after the last byte.
                await WaitAsync(context.HttpContext.Features.GetRequiredFeature<IConnectionLifetimeFeature>().ConnectionClosed);
            }
        }

        private async Task WaitAsync(CancellationToken left)
        {
            _began.SetResult();
            await Task.Delay(DealInsightsApi.Patience, left).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
