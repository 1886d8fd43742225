using System.Net;
using DealInsights.Application.Access;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Extensions.DependencyInjection;

namespace DealInsights.WebApi.FunctionalTests.Access;

/// <summary>Every address × every role × every way in: who is answered and who is refused, and how.</summary>
[TestFixture]
internal sealed class RightsTests
{
    private const string OperatorKey = "a key that operators share";

    private SmallIssuer _issuer = null!;
    private DealInsightsApi _api = null!;
    private Dictionary<Caller, Func<HttpMethod, string, HttpRequestMessage>> _requests = null!;

    /// <summary>Whom an address answers.</summary>
    private enum Right
    {
        Everybody,
        Readers,
        Operators,
        Admins,
    }

    /// <summary>Who asks, and how they came in.</summary>
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
    public async Task EveryAddress_AnswersWhomItMay([Values] Caller caller)
    {
        var addresses = Addresses();
        Assert.That(addresses, Has.Count.GreaterThanOrEqualTo(14));

        await Assert.MultipleAsync(async () =>
        {
            foreach (var (method, path, right) in addresses)
            {
                using var request = _requests[caller](new HttpMethod(method), path);
                // Who comes through a proxy is not on this machine, which would have rights of its own.
                request.Headers.Add("X-Forwarded-For", "203.0.113.7");
                using var response = await _api.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);

                var expected = Expected(right, caller);
                var status = response.StatusCode;
                Assert.That(
                    status is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden ? status : HttpStatusCode.OK,
                    Is.EqualTo(expected),
                    $"{method} {path} for {caller}: {(int)status}");
                if (expected != HttpStatusCode.OK)
                {
                    Assert.That(response.Content.Headers.ContentType?.MediaType, Is.EqualTo("application/problem+json"));
                    Assert.That(response.Headers.WwwAuthenticate.Count > 0, Is.EqualTo(expected == HttpStatusCode.Unauthorized));
                }
            }
        });
    }

    private static HttpStatusCode Expected(Right right, Caller caller)
    {
        var isAdmin = caller is Caller.KeyOfAdmin or Caller.TokenOfAdmin;
        var isAllowed = right switch
        {
            Right.Everybody => true,
            Right.Readers => isAdmin
                || caller is Caller.KeyOfReader or Caller.TokenOfReader or Caller.TokenOfReaderAndOperator or Caller.HubSpotUser,
            Right.Operators => isAdmin
                || caller is Caller.KeyOfOperator or Caller.TokenOfOperator or Caller.TokenOfReaderAndOperator or Caller.OperatorKey,
            _ => isAdmin,
        };

        return isAllowed ? HttpStatusCode.OK : caller == Caller.Nobody ? HttpStatusCode.Unauthorized : HttpStatusCode.Forbidden;
    }

    // Written down here and not taken from the addresses: one that changes its mind, or that nobody has thought of, is to
    // be noticed.
    private static Right RightOf(string method, string path) => path switch
    {
        "/" or "/api/hubspot/v2/health" => Right.Everybody,
        _ when IsUnder(path, "/health") || IsUnder(path, "/docs") || IsUnder(path, "/openapi") => Right.Everybody,
        _ when IsUnder(path, "/diagnostics") || path == "/metrics" => Right.Operators,
        _ when IsUnder(path, "/api/hubspot/v2") => Right.Readers,
        "/api/v3/audit" => Right.Admins,
        _ when IsUnder(path, "/api/v3") => method is "GET" or "HEAD" ? Right.Readers : Right.Admins,
        _ => throw new AssertionException($"Who may ask {method} {path} is not written down in this test."),
    };

    private List<(string Method, string Path, Right Right)> Addresses() =>
    [
        .. _api.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .SelectMany(endpoint => (endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? ["GET"])
                .Select(method => (method, PathOf(endpoint.RoutePattern))))
            .Select(address => (address.method, address.Item2, RightOf(address.method, address.Item2))),
    ];

    // The one part that has a form of its own is the document's name.
    private static string PathOf(RoutePattern pattern) =>
        "/" + string.Join('/', pattern.PathSegments.Select(segment => string.Concat(segment.Parts.Select(part => part switch
        {
            RoutePatternLiteralPart literal => literal.Content,
            RoutePatternSeparatorPart separator => separator.Content,
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
