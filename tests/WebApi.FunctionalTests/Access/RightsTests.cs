using System.Net;
using DealInsights.Application.Access;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Extensions.DependencyInjection;

namespace DealInsights.WebApi.FunctionalTests.Access;

/// <summary>Sends every mapped endpoint a request of every role by every scheme, and compares the status with its policy.</summary>
[TestFixture]
internal sealed class RightsTests
{
    private const string OperatorKey = "a key that operators share";

    private SmallIssuer _issuer = null!;
    private DealInsightsApi _api = null!;
    private Dictionary<Caller, Func<HttpMethod, string, HttpRequestMessage>> _requests = null!;

    private sealed record Operation(string Method, string Path, string? Policy);

    /// <summary>A role, and the scheme of its credentials.</summary>
    internal enum Caller
    {
        Nobody,
        KeyOfReader,
        KeyOfOperator,
        KeyOfAdmin,
        TokenOfReader,
        TokenOfOperator,
        TokenOfAdmin,
        TokenOfReaderAndOperator,
        TokenWithoutRole,
        TokenWithAForeignRole,
        HubSpotUser,
        OperatorKey,
    }

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        _issuer = await SmallIssuer.StartAsync();
        _api = await DealInsightsApi.StartAsync(
        [
            "--Security:AllowAnonymous=false", "--Security:ApiKeys=true", $"--Diagnostics:OperatorKey={OperatorKey}",
            .. _issuer.Settings, .. HubSpotCaller.Settings,
        ]);
        _requests = new()
        {
            [Caller.Nobody] = (method, address) => new HttpRequestMessage(method, address),
            [Caller.KeyOfReader] = With("X-Api-Key", await _api.NewKeyAsync(Role.Reader)),
            [Caller.KeyOfOperator] = With("X-Api-Key", await _api.NewKeyAsync(Role.Operator)),
            [Caller.KeyOfAdmin] = With("X-Api-Key", await _api.NewKeyAsync(Role.Admin)),
            [Caller.TokenOfReader] = With("Authorization", $"Bearer {_issuer.Token("reader")}"),
            [Caller.TokenOfOperator] = With("Authorization", $"Bearer {_issuer.Token("operator")}"),
            [Caller.TokenOfAdmin] = With("Authorization", $"Bearer {_issuer.Token("admin")}"),
            [Caller.TokenOfReaderAndOperator] = With("Authorization", $"Bearer {_issuer.Token("reader", "operator")}"),
            [Caller.TokenWithoutRole] = With("Authorization", $"Bearer {_issuer.Token()}"),
            [Caller.TokenWithAForeignRole] = With("Authorization", $"Bearer {_issuer.Token("Admin", "root")}"),
            [Caller.HubSpotUser] = (method, address) => HubSpotCaller.Request(method, HubSpotCaller.Appending(address)),
            [Caller.OperatorKey] = With("X-Operator-Key", OperatorKey),
        };
    }

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        await _api.DisposeAsync();
        await _issuer.DisposeAsync();
    }

    [Test]
    public async Task EveryEndpoint_AnswersTheRolesOfItsPolicy([Values] Caller caller)
    {
        await Assert.MultipleAsync(async () =>
        {
            foreach (var operation in Operations())
            {
                using var request = _requests[caller](new HttpMethod(operation.Method), operation.Path);
                // Through a proxy, so that the request does not come from this machine, which needs no credentials.
                request.Headers.Add("X-Forwarded-For", "203.0.113.7");
                using var response = await _api.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);

                var expected = Expected(operation.Policy, caller);
                var status = response.StatusCode;
                Assert.That(
                    status is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden ? status : HttpStatusCode.OK,
                    Is.EqualTo(expected),
                    $"{operation} for {caller}: {(int)status}");
                if (expected != HttpStatusCode.OK)
                {
                    Assert.That(response.Content.Headers.ContentType?.MediaType, Is.EqualTo("application/problem+json"));
                    Assert.That(response.Headers.WwwAuthenticate.Count > 0, Is.EqualTo(expected == HttpStatusCode.Unauthorized));
                }
            }
        });
    }

    // The policies of endpoints come from the endpoints themselves, so these rules keep a wrong one from going unnoticed.
    [Test]
    public void EveryEndpoint_HasAPolicyThatFitsIt()
    {
        var operations = Operations();
        Assert.That(operations, Has.Count.GreaterThanOrEqualTo(14));

        Assert.Multiple(() =>
        {
            foreach (var operation in operations)
            {
                string?[] fitting = operation switch
                {
                    { Path: "/api/hubspot/v2/health" } => [null],
                    _ when !IsUnder(operation.Path, "/api") && !IsUnder(operation.Path, "/diagnostics") && operation.Path != "/metrics" => [null],
                    _ when !IsUnder(operation.Path, "/api") => ["operations"],
                    { Method: "GET" or "HEAD" } => ["insights", "administration"],
                    _ => ["administration"],
                };
                Assert.That(fitting, Does.Contain(operation.Policy), $"{operation}: choose one of these policies, or extend this rule.");
            }
        });
    }

    private static HttpStatusCode Expected(string? policy, Caller caller)
    {
        var isAdmin = caller is Caller.KeyOfAdmin or Caller.TokenOfAdmin;
        var isAllowed = policy switch
        {
            null => true,
            "insights" => isAdmin
                || caller is Caller.KeyOfReader or Caller.TokenOfReader or Caller.TokenOfReaderAndOperator or Caller.HubSpotUser,
            "operations" => isAdmin
                || caller is Caller.KeyOfOperator or Caller.TokenOfOperator or Caller.TokenOfReaderAndOperator or Caller.OperatorKey,
            "administration" => isAdmin,
            _ => throw new AssertionException($"Add the policy {policy} and its roles to this test."),
        };

        return isAllowed ? HttpStatusCode.OK : caller == Caller.Nobody ? HttpStatusCode.Unauthorized : HttpStatusCode.Forbidden;
    }

    private List<Operation> Operations() =>
    [
        .. _api.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .SelectMany(endpoint => (endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? ["GET"])
                .Select(method => new Operation(method, PathOf(endpoint.RoutePattern), PolicyOf(endpoint)))),
    ];

    private static string? PolicyOf(RouteEndpoint endpoint) => endpoint.Metadata.GetMetadata<IAllowAnonymous>() is null
        ? endpoint.Metadata.GetMetadata<IAuthorizeData>()!.Policy
        : null;

    private static string PathOf(RoutePattern pattern) =>
        "/" + string.Join('/', pattern.PathSegments.Select(segment => string.Concat(segment.Parts.Select(part => part switch
        {
            RoutePatternLiteralPart literal => literal.Content,
            RoutePatternSeparatorPart separator => separator.Content,
            // The document's name is the one parameter with a constraint.
            RoutePatternParameterPart { Name: "documentName" } => "v2",
            _ => "something",
        }))));

    private static bool IsUnder(string path, string prefix) =>
        path == prefix || path.StartsWith($"{prefix}/", StringComparison.Ordinal);

    private static Func<HttpMethod, string, HttpRequestMessage> With(string header, string value) => (method, address) =>
    {
        var request = new HttpRequestMessage(method, address);
        request.Headers.Add(header, value);

        return request;
    };
}
