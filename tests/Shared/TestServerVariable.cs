namespace DealInsights.TestSupport;

/// <summary>The environment variable in which <c>./test.sh</c> hands a server to the tests.</summary>
internal static class TestServerVariable
{
    /// <summary>
    /// Its value. Without one it skips the test, and in CI it fails it: a skipped test has not shown anything.
    /// </summary>
    /// <param name="name">The variable.</param>
    /// <param name="server">What it leads to, in a message.</param>
    /// <param name="script">What starts one by hand.</param>
    public static string Read(string name, string server, string script)
    {
        var given = Environment.GetEnvironmentVariable(name);
        if (string.IsNullOrWhiteSpace(given))
        {
            Miss($"No {server} server: {name} is not set. ./test.sh starts one, and so does {script} start.");
        }

        return given!;
    }

    /// <summary>Skips the test, and in CI fails it.</summary>
    public static void Miss(string reason)
    {
        if (Environment.GetEnvironmentVariable("CI") == "true")
        {
            Assert.Fail(reason);
        }

        Assert.Ignore(reason);
    }
}
