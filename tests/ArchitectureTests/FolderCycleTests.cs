namespace DealInsights.ArchitectureTests
{
    /// <summary>Within a project a folder may depend on another or be depended on by it, not both.</summary>
    [TestFixture]
    internal sealed class FolderCycleTests
    {
        private static IEnumerable<TestCaseData> Projects() => Layers.All.Select(
            layer => new TestCaseData(layer).SetArgDisplayNames(layer.GetName().Name!));

        [TestCaseSource(nameof(Projects))]
        public void Project_HasNoFolderCycle(System.Reflection.Assembly project) =>
            Assert.That(
                new FolderGraph(project, project.GetName().Name!).Cycles(),
                Is.Empty,
                "These folders depend on each other. Move the types that cause one of the directions into the folder that "
                + "uses them, or what both need into a folder below both.");

        [Test]
        public void Cycle_ThatAMethodBodyCloses_IsFound() =>
            Assert.That(
                new FolderGraph(GetType().Assembly, "DealInsights.ArchitectureTests.CycleSample").Cycles(),
                Is.EqualTo(new[]
                {
                    "First -> Second: UsesSecond uses UsesThird",
                    "Second -> Third: UsesThird uses UsesFirst",
                    "Third -> First: UsesFirst uses UsesSecond",
                }));
    }
}

// A cycle of three folders, and one folder that uses them without being part of it.
namespace DealInsights.ArchitectureTests.CycleSample.First
{
    internal sealed class UsesSecond
    {
        public static Second.UsesThird? Used { get; }
    }
}

namespace DealInsights.ArchitectureTests.CycleSample.Second
{
    internal sealed class UsesThird(List<Third.UsesFirst> used)
    {
        public int Count => used.Count;
    }
}

namespace DealInsights.ArchitectureTests.CycleSample.Third
{
    internal sealed class UsesFirst
    {
        public static string? InItsBody() => new First.UsesSecond().ToString();
    }
}

namespace DealInsights.ArchitectureTests.CycleSample.Outside
{
    internal sealed class Outsider
    {
        public static First.UsesSecond? Used { get; }
    }
}
