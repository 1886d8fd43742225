using System.Diagnostics;
using DealInsights.WebApi.Observability;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;

namespace DealInsights.WebApi.UnitTests.Observability;

[TestFixture]
internal sealed class RequestSpanMiddlewareTests
{
    private const string Pattern = "api/v3/deals/{dealName}";

    [Test]
    public async Task Request_IsDescribedByItsPattern_AndNotByItsPath()
    {
        using var span = await RunAsync(context => context.Response.StatusCode = 404);

        Assert.Multiple(() =>
        {
            Assert.That(span.DisplayName, Is.EqualTo($"GET {Pattern}"));
            Assert.That(span.GetTagItem("http.request.method"), Is.EqualTo("GET"));
            Assert.That(span.GetTagItem("http.route"), Is.EqualTo(Pattern));
            Assert.That(span.GetTagItem("url.path"), Is.EqualTo(Pattern));
            Assert.That(span.GetTagItem("http.response.status_code"), Is.EqualTo(404));
            Assert.That(span.GetTagItem("network.protocol.version"), Is.EqualTo("2"));
            Assert.That(span.GetTagItem("server.address"), Is.EqualTo("insights.example.com"));
            Assert.That(span.GetTagItem("server.port"), Is.EqualTo(8443));
            Assert.That(span.GetTagItem("error.type"), Is.Null);
            Assert.That(span.Status, Is.EqualTo(ActivityStatusCode.Unset));
        });
    }

    [Test]
    public async Task Request_ThatFailed_IsAnError()
    {
        using var span = await RunAsync(context => context.Response.StatusCode = 503);

        Assert.That(span.Status, Is.EqualTo(ActivityStatusCode.Error));
        Assert.That(span.GetTagItem("error.type"), Is.EqualTo("503"));
    }

    [Test]
    public void Request_ThatThrows_IsAnErrorWithoutTheText_AndThrows()
    {
        using var span = new Activity("request").Start();

        Assert.That(
            async () => await RunAsync(span, _ => throw new InvalidOperationException("Acme renewal is missing")),
            Throws.InvalidOperationException);
        Assert.That(span.GetTagItem("error.type"), Is.EqualTo(typeof(InvalidOperationException).FullName));
        Assert.That(span.Status, Is.EqualTo(ActivityStatusCode.Error));
        Assert.That(span.StatusDescription, Is.Null);
    }

    [Test]
    public async Task Request_ToNothing_IsNamedByItsMethod()
    {
        using var span = await RunAsync(context => context.SetEndpoint(null));

        Assert.That(span.DisplayName, Is.EqualTo("GET"));
        Assert.That(span.GetTagItem("url.path"), Is.Null);
    }

    [TestCase("get", "GET")]
    [TestCase("PATCH", "PATCH")]
    [TestCase("ACME-RENEWAL", "_OTHER")]
    public async Task Method_ThatIsNone_IsNotShown(string method, string shown)
    {
        using var span = await RunAsync(_ => { }, context => context.Request.Method = method);

        Assert.That(span.GetTagItem("http.request.method"), Is.EqualTo(shown));
        Assert.That(span.DisplayName, Is.EqualTo($"{shown} {Pattern}"));
    }

    [TestCase("/health/live")]
    [TestCase("/health/ready")]
    [TestCase("/metrics")]
    public async Task Probe_IsNotRecorded(string path)
    {
        using var span = new Activity("request") { ActivityTraceFlags = ActivityTraceFlags.Recorded }.Start();
        await RunAsync(span, _ => { }, context => context.Request.Path = path);

        Assert.That(span.Recorded, Is.False);
        Assert.That(span.IsAllDataRequested, Is.False);
        Assert.That(span.TagObjects, Is.Empty);
    }

    [Test]
    public async Task Request_ThatIsNotTraced_IsNotDescribed()
    {
        using var span = new Activity("request") { IsAllDataRequested = false }.Start();
        var wasCalled = false;
        await RunAsync(span, _ => wasCalled = true);

        Assert.That(wasCalled, Is.True);
        Assert.That(span.TagObjects, Is.Empty);
    }

    private static async Task<Activity> RunAsync(Action<HttpContext> act, Action<HttpContext>? prepare = null)
    {
        var span = new Activity("request").Start();
        await RunAsync(span, act, prepare);

        return span;
    }

    private static Task RunAsync(Activity span, Action<HttpContext> act, Action<HttpContext>? prepare = null)
    {
        var context = new DefaultHttpContext();
        context.Request.Method = "GET";
        context.Request.Path = "/api/v3/deals/Acme renewal";
        context.Request.Protocol = "HTTP/2";
        context.Request.Host = new HostString("insights.example.com", 8443);
        context.SetEndpoint(new RouteEndpoint(
            _ => Task.CompletedTask, RoutePatternFactory.Parse(Pattern), order: 0, EndpointMetadataCollection.Empty, "deal"));
        context.Features.Set<IHttpActivityFeature>(new SpanFeature(span));
        prepare?.Invoke(context);

        return new RequestSpanMiddleware(after =>
        {
            act(after);
            return Task.CompletedTask;
        }).InvokeAsync(context);
    }

    private sealed class SpanFeature(Activity span) : IHttpActivityFeature
    {
        public Activity Activity { get; set; } = span;
    }
}
