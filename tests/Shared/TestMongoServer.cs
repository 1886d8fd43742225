namespace DealInsights.TestSupport;

/// <summary>The MongoDB server for tests, which <c>./test.sh</c> starts.</summary>
internal static class TestMongoServer
{
    /// <summary>The server's connection string; see <see cref="TestServerVariable.Read"/> for when there is none.</summary>
    public static string ConnectionString =>
        TestServerVariable.Read("DEALINSIGHTS_TEST_MONGODB", "MongoDB", "tools/mongodb.sh");
}
