namespace DealInsights.TestSupport;

/// <summary>The Redis server for tests, which <c>./test.sh</c> starts.</summary>
internal static class TestRedisServer
{
    public const string Variable = "DEALINSIGHTS_TEST_REDIS";

    /// <summary>Its address, host:port; see <see cref="TestServerVariable.Read"/> for when there is none.</summary>
    public static string Address => TestServerVariable.Read(Variable, "Redis", "tools/redis.sh");
}
