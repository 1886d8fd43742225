using DealInsights.TestSupport;

namespace DealInsights.ContractTests;

/// <summary>Compiles the TypeScript client and what uses it, strictly, and runs it against the service.</summary>
[TestFixture]
internal sealed class TypeScriptClientTests
{
    [Test]
    public async Task Client_RunsEveryOperation()
    {
        await using var api = await SampleService.StartAsync();
        var folder = RepositoryFolder.PathOf("clients/typescript");
        await Tool.RunAsync(RepositoryFolder.PathOf("tools/npm-install.sh"), folder);
        await Tool.RunAsync("npm", "--prefix", folder, "run", "build");
        await Tool.RunAsync("npm", "--prefix", folder, "run", "compile-checks");

        var environment = new Dictionary<string, string>
        {
            ["DEALINSIGHTS_URL"] = api.Client.BaseAddress!.ToString(),
            ["DEALINSIGHTS_DOCUMENTS"] = OpenApiFile.Folder,
        };
        var output = await Tool.RunAsync(
            environment, "node", "--test", "--test-reporter=tap", Path.Combine(folder, "dist-checks/test/operations.test.js"));

        Assert.That(output, Does.Contain("ok ").And.Not.Contain("not ok "));
    }

    [Test]
    public async Task Package_HoldsTheCompiledClientAlone()
    {
        var folder = RepositoryFolder.PathOf("clients/typescript");
        await Tool.RunAsync(RepositoryFolder.PathOf("tools/npm-install.sh"), folder);
        var packed = await Tool.RunAsync("npm", "--prefix", folder, "pack", folder, "--dry-run", "--json");

        Assert.That(
            packed, Does.Contain("dist/index.js").And.Contain("dist/generated/v3.d.ts").And.Contain("README.md")
                .And.Not.Contain("src/").And.Not.Contain("test/"));
    }
}
