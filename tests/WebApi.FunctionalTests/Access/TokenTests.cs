using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace DealInsights.WebApi.FunctionalTests.Access;

[TestFixture]
internal sealed class TokenTests
{
    private const string DealInfo = $"/api/hubspot/v2/{Endpoint.DealInfo}=Acme";

    private SmallIssuer _issuer = null!;
    private DealInsightsApi _api = null!;

    [SetUp]
    public async Task StartAsync()
    {
        _issuer = await SmallIssuer.StartAsync();
        _api = await DealInsightsApi.StartAsync(
            ["--Security:AllowAnonymous=false", "--Security:FailedAttemptsPerMinute=1000", "--Logging:LogLevel:Default=Trace", .. _issuer.Settings]);
    }

    [TearDown]
    public async Task StopAsync()
    {
        await _api.DisposeAsync();
        await _issuer.DisposeAsync();
    }

    [Test]
    public async Task GoodToken_IsAccepted() => Assert.That(await StatusAsync(_issuer.Token("reader")), Is.EqualTo(HttpStatusCode.OK));

    [Test]
    public async Task GoodToken_WithOneRoleAsText_IsAccepted() =>
        Assert.That(await StatusAsync(Changed(claims => claims["roles"] = "reader")), Is.EqualTo(HttpStatusCode.OK));

    [Test]
    public async Task AccessToken_OfRfc9068_IsAccepted() => Assert.That(
        await StatusAsync(_issuer.Sign(_issuer.Claims("reader"), header => header["typ"] = "at+jwt")), Is.EqualTo(HttpStatusCode.OK));

    [Test]
    public async Task AnyOtherToken_IsRefused()
    {
        using var otherKey = RSA.Create(2048);
        var good = _issuer.Token("admin").Split('.');
        var now = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
        var attacks = new Dictionary<string, string>
        {
            ["expired"] = Changed(claims => (claims["nbf"], claims["exp"]) = (now - 300, now - 120)),
            ["never expires"] = Changed(claims => claims.Remove("exp")),
            ["of the future"] = Changed(claims => claims["nbf"] = now + 120),
            ["other audience"] = Changed(claims => claims["aud"] = "another service"),
            ["no audience"] = Changed(claims => claims.Remove("aud")),
            ["wrong issuer"] = Changed(claims => claims["iss"] = "https://issuer.example"),
            ["no issuer"] = Changed(claims => claims.Remove("iss")),
            ["subject with a line break"] = Changed(claims => claims["sub"] = "a\nb"),
            ["critical extension"] = _issuer.Sign(_issuer.Claims("admin"), header => header["crit"] = new JsonArray("exp")),
            ["ID token"] = _issuer.Sign(_issuer.Claims("admin"), header => header["typ"] = "id+jwt"),
            ["no type"] = _issuer.Sign(_issuer.Claims("admin"), header => header.Remove("typ")),
            ["no subject"] = Changed(claims => claims.Remove("sub")),
            ["alg none"] = SmallIssuer.Unsigned(_issuer.Claims("admin"), "none"),
            ["alg None"] = SmallIssuer.Unsigned(_issuer.Claims("admin"), "None"),
            ["alg empty"] = SmallIssuer.Unsigned(_issuer.Claims("admin"), ""),
            ["unsigned RS256"] = SmallIssuer.Unsigned(_issuer.Claims("admin"), "RS256"),
            ["HS256 with the public key as text"] = _issuer.SignWithSecret(_issuer.Claims("admin"), Encoding.ASCII.GetBytes(_issuer.PublicKeyPem)),
            ["HS256 with the public key's number"] = _issuer.SignWithSecret(_issuer.Claims("admin"), _issuer.PublicModulus),
            ["another key under the same name"] = SmallIssuer.Sign(_issuer.Claims("admin"), _issuer.KeyId, otherKey),
            ["another key under its own name"] = SmallIssuer.Sign(_issuer.Claims("admin"), "another", otherKey),
            ["changed claims"] = $"{good[0]}.{Encode(Changed(_issuer.Claims("admin"), claims => claims["sub"] = "somebody else").ToJsonString())}.{good[2]}",
            ["without its signature"] = $"{good[0]}.{good[1]}.",
            ["two parts"] = $"{good[0]}.{good[1]}",
            ["nonsense"] = "nonsense",
            ["nothing"] = "",
        };

        await Assert.MultipleAsync(async () =>
        {
            foreach (var (attack, token) in attacks)
            {
                using var response = await AskAsync(token);
                Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.Unauthorized), attack);
                Assert.That(
                    response.Headers.WwwAuthenticate.ToString(),
                    Does.StartWith("Bearer"),
                    attack);
            }

            Assert.That(await StatusAsync(_issuer.Token("reader")), Is.EqualTo(HttpStatusCode.OK));
            Assert.That(
                string.Join('\n', _api.Logs.GetSnapshot().Select(record => $"{record.Message} {record.Exception}")),
                Does.Not.Contain(good[1]).And.Not.Contain(good[2]).And.Not.Contain("subject-1"));
        });
    }

    [Test]
    public async Task IssuersKeys_AreFetchedOnceAndAgainWhenTheyWereRotated()
    {
        await StatusAsync(_issuer.Token("reader"));
        await StatusAsync(_issuer.Token("reader"));
        Assert.That(_issuer.KeyFetches, Is.EqualTo(1));

        _issuer.RotateKey();

        // The library fetches beside the request that finds out.
        Assert.That(() => StatusAsync(_issuer.Token("reader")), Is.EqualTo(HttpStatusCode.OK).After(20).Seconds.PollEvery(50).MilliSeconds);
        Assert.That(_issuer.KeyFetches, Is.EqualTo(2));
    }

    [Test]
    public async Task TokensWithUnknownKeys_DoNotHaveTheIssuerAskedForEachOfThem()
    {
        await StatusAsync(_issuer.Token("reader"));
        using var key = RSA.Create(2048);

        for (var number = 0; number < 20; number++)
        {
            await StatusAsync(SmallIssuer.Sign(_issuer.Claims("reader"), $"unknown-{number}", key));
        }

        Assert.That(_issuer.KeyFetches, Is.AtMost(2));
    }

    [Test]
    public async Task Token_WhenTheIssuerIsAwayFromTheStart_IsNotCalledWrong()
    {
        var token = _issuer.Token("reader");
        await _issuer.StopAsync();

        using var response = await AskAsync(token);

        Assert.Multiple(() =>
        {
            Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.ServiceUnavailable));
            Assert.That(response.Headers.RetryAfter, Is.Not.Null);
        });
    }

    [Test]
    public async Task Token_WhenTheIssuerGoesAwayLater_GoesOn()
    {
        await StatusAsync(_issuer.Token("reader"));
        var token = _issuer.Token("reader");
        await _issuer.StopAsync();

        Assert.That(await StatusAsync(token), Is.EqualTo(HttpStatusCode.OK));
    }

    private string Changed(Action<JsonObject> change) => _issuer.Sign(Changed(_issuer.Claims("reader"), change));

    private static JsonObject Changed(JsonObject claims, Action<JsonObject> change)
    {
        change(claims);

        return claims;
    }

    private static string Encode(string text) =>
        Convert.ToBase64String(Encoding.UTF8.GetBytes(text)).TrimEnd('=').Replace('+', '-').Replace('/', '_');

    private async Task<HttpStatusCode> StatusAsync(string token)
    {
        using var response = await AskAsync(token);

        return response.StatusCode;
    }

    private async Task<HttpResponseMessage> AskAsync(string token)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, DealInfo);
        request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {token}");

        return await _api.Client.SendAsync(request);
    }
}
