using System.Text.Json;
using DealInsights.LoadTest.Baseline;
using DealInsights.LoadTest.Load;

namespace DealInsights.LoadTest.UnitTests;

[CancelAfter(30_000)]
internal sealed class BaselineServerTests
{
    [Test]
    public async Task Server_ForEachComparedEndpoint_AnswersWithItsShapeAndSize(CancellationToken cancellationToken)
    {
        await using var server = BaselineServer.Build(port: 0);
        await server.StartAsync(cancellationToken);
        using var http = new HttpClient { BaseAddress = new Uri(server.Urls.Single()) };

        var dealInfo = await AskAsync(http, ContractEndpoint.DealInfo, cancellationToken);
        var overview = await AskAsync(http, ContractEndpoint.Overview, cancellationToken);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(dealInfo.GetProperty("dealId").GetString(), Is.EqualTo("Acme"));
            Assert.That(overview.EnumerateObject().Select(member => member.Name), Is.EqualTo(["overview"]));
            Assert.That(overview.GetProperty("overview").GetString(), Has.Length.EqualTo(250));
        }
    }

    private static async Task<JsonElement> AskAsync(
        HttpClient http, ContractEndpoint endpoint, CancellationToken cancellationToken) =>
        JsonElement.Parse(await http.GetStringAsync(
            new Uri($"{ContractEndpoint.BasePath}{endpoint.Name}?{endpoint.Parameter}=Acme", UriKind.Relative),
            cancellationToken));
}
