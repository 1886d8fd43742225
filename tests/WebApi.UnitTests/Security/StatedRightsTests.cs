using DealInsights.WebApi.Security;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace DealInsights.WebApi.UnitTests.Security;

[TestFixture]
internal sealed class StatedRightsTests
{
    private static readonly object[] Stated =
    [
        new AllowAnonymousAttribute(), new AuthorizeAttribute(Rights.Insights), new AuthorizeAttribute(Rights.Administration),
    ];

    private static readonly object[] Unstated =
    [
        new object(), new AuthorizeAttribute(), new AuthorizeAttribute("insight"), new AuthorizeAttribute { Roles = "admin" },
    ];

    [TestCaseSource(nameof(Stated))]
    public void Address_ThatIsPublicOrAsksForARightOfOurs_IsStated(object metadata) =>
        Assert.That(StatedRights.IsStated(new Microsoft.AspNetCore.Http.Endpoint(null, new EndpointMetadataCollection(metadata), "x")), Is.True);

    [TestCaseSource(nameof(Unstated))]
    public void Address_ThatAsksForNothingOrSomethingElse_IsNot(object metadata) =>
        Assert.That(StatedRights.IsStated(new Microsoft.AspNetCore.Http.Endpoint(null, new EndpointMetadataCollection(metadata), "x")), Is.False);

    [Test]
    public async Task Check_NamesTheAddressesThatStateNothing()
    {
        await using var app = WebApplication.CreateBuilder().Build();
        app.MapGet("/open", () => "").AllowAnonymous();
        StatedRights.Check(app);

        await using var other = WebApplication.CreateBuilder().Build();
        other.MapGet("/forgotten", () => "");

        Assert.That(() => StatedRights.Check(other), Throws.InvalidOperationException.With.Message.Contains("/forgotten"));
    }
}
