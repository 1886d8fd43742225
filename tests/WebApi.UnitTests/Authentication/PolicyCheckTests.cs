using DealInsights.WebApi.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace DealInsights.WebApi.UnitTests.Authentication;

[TestFixture]
internal sealed class PolicyCheckTests
{
    private static readonly object[] WithPolicy =
    [
        new AllowAnonymousAttribute(), new AuthorizeAttribute(Policies.Insights), new AuthorizeAttribute(Policies.Administration),
    ];

    private static readonly object[] WithoutPolicy =
    [
        new object(), new AuthorizeAttribute(), new AuthorizeAttribute("insight"), new AuthorizeAttribute { Roles = "admin" },
    ];

    [TestCaseSource(nameof(WithPolicy))]
    public void Endpoint_ThatIsPublicOrNamesAPolicy_HasOne(object metadata) =>
        Assert.That(PolicyCheck.HasPolicy(new Endpoint(null, new EndpointMetadataCollection(metadata), "x")), Is.True);

    [TestCaseSource(nameof(WithoutPolicy))]
    public void Endpoint_ThatNamesNothingOrSomethingElse_HasNone(object metadata) =>
        Assert.That(PolicyCheck.HasPolicy(new Endpoint(null, new EndpointMetadataCollection(metadata), "x")), Is.False);

    [Test]
    public async Task Run_NamesTheEndpointsWithoutPolicy()
    {
        await using var app = WebApplication.CreateBuilder().Build();
        app.MapGet("/open", () => "").AllowAnonymous();
        PolicyCheck.Run(app);

        await using var other = WebApplication.CreateBuilder().Build();
        other.MapGet("/forgotten", () => "");

        Assert.That(() => PolicyCheck.Run(other), Throws.InvalidOperationException.With.Message.Contains("/forgotten"));
    }
}
