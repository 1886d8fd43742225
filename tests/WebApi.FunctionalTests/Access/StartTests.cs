using System.Net;
using DealInsights.TestSupport;

namespace DealInsights.WebApi.FunctionalTests.Access;

/// <summary>The start with and without accepted credentials, and the command for keys.</summary>
[TestFixture]
internal sealed class StartTests
{
    private const string AnyPort = "--urls=http://127.0.0.1:0";
    private const string DealInfo = "/api/hubspot/v2/deal-info?dealName=Acme%20renewal";

    private static readonly (string, string) Closed = ("Security__AllowAnonymous", "");

    [Test]
    public async Task Production_WithoutAWayIn_DoesNotStartAndSaysHow()
    {
        await using var service = ServiceProcess.Start([AnyPort], Closed);

        await Assert.MultipleAsync(async () =>
        {
            Assert.That(await service.ExitCodeAsync(), Is.EqualTo(1));
            Assert.That(
                string.Join('\n', service.Errors),
                Does.Contain("Security__ApiKeys").And.Contain("Security__AllowAnonymous").And.Not.Contain("   at "));
            Assert.That(service.Output, Is.Empty);
        });
    }

    [Test]
    public async Task Development_LetsEverybodyReadAndSaysSo()
    {
        await using var service = ServiceProcess.Start([AnyPort], Closed, ("ASPNETCORE_ENVIRONMENT", "Development"));
        using var client = new HttpClient { BaseAddress = await service.AddressAsync() };

        Assert.That((await client.GetAsync(DealInfo)).StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(() => service.Output, Has.Some.Contains("Callers without credentials may read deals").After(5_000, 20));
    }

    [TestCase("Everything", "ASPNETCORE_FORWARDEDHEADERS_ENABLED", "true", "Proxies__Trusted__0")]
    [TestCase("Nothing else", "OpenIdConnect__Authority", "https://issuer.example", "OpenIdConnect__Authority, Audience")]
    [TestCase("Nothing else", "OpenIdConnect__Audience", "dealinsights", "OpenIdConnect__Authority, Audience")]
    [TestCase("Nothing else", "HubSpot__ClientSecrets__0", "an-app-s-client-secret", "HubSpot__PublicBaseUrl")]
    [TestCase("Nothing else", "HubSpot__PortalIds__0", "all", "HubSpot__PortalIds")]
    [TestCase("Nothing else", "HubSpot__PublicBaseUrl", "https://deals.example/", "HubSpot__PublicBaseUrl")]
    [TestCase("Everything", "Proxies__Trusted__0", "the proxy", "Proxies__Trusted")]
    [TestCase("Everything", "Security__FailedAttemptsPerMinute", "0", "Security__FailedAttemptsPerMinute")]
    [TestCase("Everything", "Limits__HubSpotTimeout", "00:00:16", "Limits__HubSpotTimeout")]
    public async Task Start_WithHalfOfASetting_EndsWithAMessageThatNamesTheRest(string open, string setting, string value, string named)
    {
        await using var service = ServiceProcess.Start(
            [AnyPort], (setting, value), ("Security__AllowAnonymous", open == "Everything" ? "true" : ""));

        await Assert.MultipleAsync(async () =>
        {
            Assert.That(await service.ExitCodeAsync(), Is.EqualTo(1));
            Assert.That(string.Join('\n', service.Errors), Does.Contain(named).And.Not.Contain("   at "));
        });
    }

    [Test]
    public async Task AuthorityWithoutEncryption_IsRefusedUnlessItIsHere()
    {
        await using var service = ServiceProcess.Start(
            [AnyPort], Closed, ("OpenIdConnect__Authority", "http://issuer.example"), ("OpenIdConnect__Audience", "dealinsights"));

        Assert.That(await service.ExitCodeAsync(), Is.EqualTo(1));
        Assert.That(service.Errors, Has.Some.Contains("https://"));
    }

    [Test]
    public async Task Keys_AreMadeShownListedRotatedAndRevoked()
    {
        await using var create = ServiceProcess.Start(["keys", "create", "crm-ui", "--role", "reader"], Closed);
        Assert.That(await create.ExitCodeAsync(), Is.Zero, string.Join('\n', create.Errors));
        var key = create.Output.Single();
        var store = ("Embedded__Path", Path.Combine(create.Folder, "data", "dealinsights.db"));

        await using var service = ServiceProcess.Start([AnyPort], Closed, store, ("Security__ApiKeys", "true"));
        using var client = new HttpClient { BaseAddress = await service.AddressAsync() };
        client.DefaultRequestHeaders.Add("X-Api-Key", key);
        Assert.That((await client.GetAsync(DealInfo)).StatusCode, Is.EqualTo(HttpStatusCode.OK));
        await service.TerminateAsync();
        Assert.That(await service.ExitCodeAsync(), Is.Zero);

        await using var again = ServiceProcess.Start(["keys", "create", "crm-ui", "--role", "reader"], Closed, store);
        Assert.That(await again.ExitCodeAsync(), Is.EqualTo(1));
        await using var rotate = ServiceProcess.Start(["keys", "rotate", "crm-ui", "--days=10", "--at-once"], Closed, store);
        Assert.That(await rotate.ExitCodeAsync(), Is.Zero);
        await using var list = ServiceProcess.Start(["keys", "list"], Closed, store);
        Assert.That(await list.ExitCodeAsync(), Is.Zero);
        await using var revoke = ServiceProcess.Start(["keys", "revoke", "crm-ui"], Closed, store);
        Assert.That(await revoke.ExitCodeAsync(), Is.Zero);
        await using var nothing = ServiceProcess.Start(["keys", "revoke", "crm-ui"], Closed, store);
        Assert.That(await nothing.ExitCodeAsync(), Is.EqualTo(1));

        var listed = string.Join('\n', list.Output);
        Assert.Multiple(() =>
        {
            Assert.That(key, Does.Match("^di_[A-Za-z0-9_-]{43}$"));
            Assert.That(rotate.Output.Single(), Does.Match("^di_[A-Za-z0-9_-]{43}$").And.Not.EqualTo(key));
            // The use was written when the service ended.
            Assert.That(listed, Does.Match($"crm-ui.*reader.*expired.*{DateTime.UtcNow:yyyy}.*{DateTime.UtcNow:yyyy}.*{DateTime.UtcNow:yyyy}"));
            Assert.That(listed, Does.Match("crm-ui.*reader.*valid").And.Not.Contain(key));
        });
    }

    [TestCase("keys")]
    [TestCase("keys", "create", "crm-ui")]
    [TestCase("keys", "create", "crm-ui", "--role", "boss")]
    [TestCase("keys", "create", "a b", "--role", "reader")]
    [TestCase("keys", "create", "crm-ui", "--role", "reader", "--days", "0")]
    [TestCase("keys", "revoke")]
    public async Task Keys_UsedWrongly_Exits2(params string[] arguments)
    {
        await using var command = ServiceProcess.Start(arguments, Closed);

        Assert.That(await command.ExitCodeAsync(), Is.EqualTo(2));
    }
}
