namespace DealInsights.TestSupport;

/// <summary>The MongoDB server for tests, which <c>./test.sh</c> starts.</summary>
internal static class TestMongoServer
{
    private const string Variable = "DEALINSIGHTS_TEST_MONGODB";

    /// <summary>
    /// The server's connection string. Without a server it skips the test, and in CI it fails it: a skipped test has
    /// not shown anything.
    /// </summary>
    public static string ConnectionString
    {
        get
        {
            var given = Environment.GetEnvironmentVariable(Variable);
            if (string.IsNullOrWhiteSpace(given))
            {
                const string reason =
                    $"No MongoDB server: {Variable} is not set. ./test.sh starts one, and so does tools/mongodb.sh start.";
                if (Environment.GetEnvironmentVariable("CI") == "true")
                {
                    Assert.Fail(reason);
                }

                Assert.Ignore(reason);
            }

            return given!;
        }
    }
}
