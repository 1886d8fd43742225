using NetArchTest.Rules;

namespace DealInsights.ArchitectureTests;

[TestFixture]
internal sealed class DependencyTests
{
    [Test]
    public void Domain_ReferencesNothingButTheBaseLibrary() =>
        Assert.That(
            Layers.Domain.GetReferencedAssemblies().Select(reference => reference.Name),
            Is.All.StartsWith("System.").Or.EqualTo("System").Or.EqualTo("netstandard"));

    [Test]
    public void Application_ReferencesNoOuterLayerAndNoVendor() =>
        Assert.That(
            Layers.Application.GetReferencedAssemblies().Select(reference => reference.Name!),
            Has.None.EqualTo("DealInsights.Infrastructure")
                .And.None.EqualTo("DealInsights.WebApi")
                .And.None.StartsWith("MongoDB")
                .And.None.StartsWith("Microsoft.Data.Sqlite")
                .And.None.StartsWith("Azure")
                .And.None.StartsWith("OpenAI")
                .And.None.StartsWith("Microsoft.AspNetCore"));

    [Test]
    public void Infrastructure_ReferencesNoWebFramework() =>
        Assert.That(
            Layers.Infrastructure.GetReferencedAssemblies().Select(reference => reference.Name!),
            Has.None.EqualTo("DealInsights.WebApi").And.None.StartsWith("Microsoft.AspNetCore"));

    [TestCase("MongoDB.Bson")]
    [TestCase("System.Text.Json")]
    public void Domain_KnowsNoWireFormat(string format) =>
        AssertHolds(Types.InAssembly(Layers.Domain).ShouldNot().HaveDependencyOn(format).GetResult());

    [TestCase("MongoDB.Driver", "DealInsights.Infrastructure.Mongo")]
    [TestCase("Microsoft.Data.Sqlite", "DealInsights.Infrastructure.Sqlite")]
    [TestCase("Azure.AI.OpenAI", "DealInsights.Infrastructure.OpenAi")]
    [TestCase("DealInsights.Infrastructure.Mongo", "DealInsights.Infrastructure.Mongo")]
    [TestCase("DealInsights.Infrastructure.Sqlite", "DealInsights.Infrastructure.Sqlite")]
    [TestCase("DealInsights.Infrastructure.HubSpot", "DealInsights.Infrastructure.HubSpot")]
    public void Infrastructure_KeepsEachVendorInItsFolder(string vendor, string folder) =>
        AssertHolds(Types
            .InAssembly(Layers.Infrastructure)
            .That().DoNotResideInNamespace(folder).And().DoNotHaveName(nameof(Infrastructure.DependencyInjection))
            .ShouldNot().HaveDependencyOn(vendor)
            .GetResult());

    [Test]
    public void Controllers_KnowNoPortAndNoAdapter() =>
        AssertHolds(Types
            .InAssembly(Layers.WebApi)
            .That().HaveNameEndingWith("Controller", StringComparison.Ordinal)
            .ShouldNot().HaveDependencyOnAny("DealInsights.Infrastructure", "MongoDB", "Microsoft.Data.Sqlite")
            .GetResult());

    [Test]
    public void Handlers_SendNoOtherRequest() =>
        AssertHolds(Types
            .InAssembly(Layers.Application)
            .That().HaveNameEndingWith("Handler", StringComparison.Ordinal)
            .ShouldNot().HaveDependencyOn("MediatR.IMediator")
            .GetResult());

    private static void AssertHolds(TestResult result) =>
        Assert.That(result.FailingTypeNames ?? [], Is.Empty);
}
