using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace DealInsights.WebApi.FunctionalTests;

/// <summary>
/// What stands in front of instances: gives each the next request in turn, and passes by one that takes no connection. A
/// request that an instance has taken is not repeated: if it is lost, its caller is told by a 502.
/// </summary>
internal sealed class RoundRobinProxy : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly HttpClient _forward = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false });
    private readonly IReadOnlyList<Uri> _instances;
    private readonly ConcurrentDictionary<Uri, int> _answered = new();
    private int _turn = -1;

    private RoundRobinProxy(IReadOnlyList<Uri> instances)
    {
        _instances = instances;
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        _app = builder.Build();
        _app.Run(ForwardAsync);
    }

    public HttpClient Client { get; private set; } = null!;

    /// <summary>How many requests each instance has answered.</summary>
    public IReadOnlyDictionary<Uri, int> Answered => _answered;

    public static async Task<RoundRobinProxy> StartAsync(IReadOnlyList<Uri> instances)
    {
        var proxy = new RoundRobinProxy(instances);
        await proxy._app.StartAsync();
        proxy.Client = new HttpClient { BaseAddress = new Uri(proxy._app.Urls.Single()), Timeout = DealInsightsApi.Patience };

        return proxy;
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.DisposeAsync();
        _forward.Dispose();
    }

    private async Task ForwardAsync(HttpContext context)
    {
        var first = Interlocked.Increment(ref _turn);
        for (var attempt = 0; attempt < _instances.Count; attempt++)
        {
            var instance = _instances[(first + attempt) % _instances.Count];
            try
            {
                using var answer = await _forward.GetAsync(
                    new Uri(instance, $"{context.Request.Path}{context.Request.QueryString}"), context.RequestAborted);
                context.Response.StatusCode = (int)answer.StatusCode;
                context.Response.Headers["X-Insight-Source"] =
                    answer.Headers.TryGetValues("X-Insight-Source", out var source) ? source.Single() : "";
                await answer.Content.CopyToAsync(context.Response.Body, context.RequestAborted);
                _answered.AddOrUpdate(instance, 1, (_, count) => count + 1);
                return;
            }
            catch (HttpRequestException refused) when (refused.HttpRequestError == HttpRequestError.ConnectionError)
            {
                // It takes no connection: the next one does.
            }
            catch (HttpRequestException)
            {
                break;
            }
        }

        context.Response.StatusCode = StatusCodes.Status502BadGateway;
    }
}
