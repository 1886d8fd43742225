using System.Text.Json.Nodes;
using DealInsights.TestSupport;

namespace DealInsights.ContractTests;

/// <summary>v2 does not change for its callers. Its first document is kept in <c>Baseline</c>.</summary>
[TestFixture]
internal sealed class BreakingChangesTests
{
    private const string DealInfo = "/api/hubspot/v2/deal-info";

    private static JsonNode Baseline =>
        JsonNode.Parse(File.ReadAllText(RepositoryFolder.PathOf("tests/ContractTests/Baseline/v2.json")))!;

    [Test]
    public void V2_HasNotChangedForItsCallers() =>
        Assert.That(
            BreakingChanges.Between(Baseline, JsonNode.Parse(File.ReadAllText(OpenApiFile.PathOf("v2")))!), Is.Empty);

    private static IEnumerable<TestCaseData> Breaks()
    {
        yield return Change("get /api/hubspot/v2/deal-info is gone", api => api["paths"]!.AsObject().Remove(DealInfo));
        yield return Change("getDealInfo has another operationId", api => Operation(api)["operationId"] = "dealInfo");
        yield return Change(
            "getDealInfo: parameter dealName in query is gone",
            api => Parameter(api)["in"] = "header",
            "getDealInfo: parameter dealName in header is new and required");
        yield return Change("getDealInfo: parameter dealName in query has another maxLength", api => Parameter(api)["schema"]!["maxLength"] = 255);
        yield return Change("getDealInfo: parameter dealName in query has another format", api => Parameter(api)["schema"]!["format"] = "uuid");
        yield return Change("getStakeholders: parameter dealName in query is required now", api =>
            api["paths"]!["/api/hubspot/v2/get-stakeholders"]!["get"]!["parameters"]![1]!["required"] = true);
        yield return Change("getDealInfo: status 429 is gone", api => Operation(api)["responses"]!.AsObject().Remove("429"));
        yield return Change("getDealInfo: status 202 is new", api => Operation(api)["responses"]!["202"] = new JsonObject());
        yield return Change("getDealInfo: the answer with status 200 has another form", api =>
            Schema(api, "DealInfoV2")["properties"]!.AsObject().Remove("dealStage"));
        yield return Change("getDealInfo: the answer with status 200 has another form", api =>
            Schema(api, "DealInfoV2")["properties"]!["dealOwner"]!["type"] = new JsonArray("string", "null"));
        yield return Change("getDealInfo: the answer with status 200 has another form", api =>
            Schema(api, "DealInfoV2")["required"]!.AsArray().RemoveAt(0));
        yield return Change("getDealInfo: the answer with status 200 has another form", api =>
            Schema(api, "DealInfoV2")["properties"]!["dealTitle"] = new JsonObject { ["type"] = "string" });
    }

    [TestCaseSource(nameof(Breaks))]
    public void Break_IsFound(Action<JsonNode> change, string[] expected)
    {
        var after = Baseline;
        change(after);

        Assert.That(BreakingChanges.Between(Baseline, after), Is.EqualTo(expected));
    }

    private static IEnumerable<TestCaseData> Additions()
    {
        yield return Addition("description", api => Operation(api)["description"] = "New text.");
        yield return Addition("property", api => Schema(api, "ProblemDetails")["properties"]!["type"]!["description"] = "New text.");
        yield return Addition("operation", api => api["paths"]!["/api/hubspot/v2/new"] = new JsonObject());
        yield return Addition("error", api => Operation(api)["responses"]!["401"] = new JsonObject());
        yield return Addition("looser", api => Parameter(api)["schema"]!.AsObject().Remove("maxLength"));
        yield return Addition("parameter", api => Operation(api)["parameters"]!.AsArray().Add(
            new JsonObject { ["name"] = "more", ["in"] = "query", ["schema"] = new JsonObject() }));
    }

    [TestCaseSource(nameof(Additions))]
    public void Addition_IsNoBreak(Action<JsonNode> change)
    {
        var after = Baseline;
        change(after);

        Assert.That(BreakingChanges.Between(Baseline, after), Is.Empty);
    }

    private static TestCaseData Change(string expected, Action<JsonNode> change, params string[] further) =>
        new TestCaseData(change, new[] { expected }.Concat(further).ToArray()).SetArgDisplayNames(expected);

    private static TestCaseData Addition(string name, Action<JsonNode> change) =>
        new TestCaseData(change).SetArgDisplayNames(name);

    private static JsonNode Operation(JsonNode api) => api["paths"]![DealInfo]!["get"]!;

    private static JsonNode Parameter(JsonNode api) => Operation(api)["parameters"]![0]!;

    private static JsonNode Schema(JsonNode api, string name) => api["components"]!["schemas"]![name]!;
}
