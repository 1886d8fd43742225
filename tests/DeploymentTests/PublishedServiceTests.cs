using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Reflection;

namespace DealInsights.DeploymentTests;

/// <summary>What the image does, without an engine: the published files, read-only, run by a user that is not root.</summary>
[TestFixture]
[Platform("Linux")]
internal sealed class PublishedServiceTests
{
    private const string Nobody = "65534";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    private DirectoryInfo _folder = null!;
    private string _port = null!;

    private string App => Path.Combine(_folder.FullName, "app");

    private string Data => Path.Combine(_folder.FullName, "data");

    private static bool IsRoot => Environment.UserName == "root";

    [OneTimeSetUp]
    public async Task PublishAsync()
    {
        _folder = Directory.CreateTempSubdirectory("dealinsights-");
        _port = $"{FreePort()}";
        Directory.CreateDirectory(Data);
        // By test.sh it was published while other tests ran: compiling all of it ahead takes minutes.
        if (Environment.GetEnvironmentVariable("DEALINSIGHTS_TEST_PUBLISHED") is { Length: > 0 } published)
        {
            await RunToEndAsync("cp", "-r", published, App);
        }
        else
        {
            var configuration = typeof(PublishedServiceTests).Assembly.GetCustomAttribute<AssemblyConfigurationAttribute>()!.Configuration;
            await RunToEndAsync(Repository.PathOf("tools/publish.sh"), configuration, App);
        }

        await RunToEndAsync("chmod", "-R", "a=rX", App);
        await RunToEndAsync("chmod", "a+rx", _folder.FullName);
        if (IsRoot)
        {
            await RunToEndAsync("chown", $"{Nobody}:{Nobody}", Data);
        }
    }

    [OneTimeTearDown]
    public async Task CleanUpAsync()
    {
        await RunToEndAsync("chmod", "-R", "u+w", _folder.FullName);
        _folder.Delete(recursive: true);
    }

    [Test]
    public async Task Service_RunsAsTheImageRunsItAndEndsWhenAsked()
    {
        var before = Files(App);
        using var keys = Start("keys", "create", "tester", "--role", "reader");
        var key = (await keys.StandardOutput.ReadToEndAsync()).Trim();
        await keys.WaitForExitAsync().WaitAsync(Patience);
        using var service = Start();
        var errors = service.StandardError.ReadToEndAsync();
        var output = service.StandardOutput.ReadToEndAsync();
        try
        {
            await UntilHealthyAsync(service);
            using var client = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{_port}") };
            client.DefaultRequestHeaders.Add("X-Api-Key", key);
            var answer = await client.GetStringAsync("/api/hubspot/v2/deal-info?dealName=Acme%20renewal");
            var user = (await File.ReadAllLinesAsync($"/proc/{service.Id}/status")).Single(line => line.StartsWith("Uid:", StringComparison.Ordinal));

            await RunToEndAsync("kill", "-TERM", $"{service.Id}");
            await service.WaitForExitAsync().WaitAsync(Patience);
            using var asked = Start("health");
            await asked.WaitForExitAsync().WaitAsync(Patience);

            await Assert.MultipleAsync(async () =>
            {
                Assert.That(answer, Does.StartWith("""{"dealId":"Acme renewal","""));
                Assert.That(user.Split('\t')[1], Is.Not.EqualTo("0"));
                Assert.That(service.ExitCode, Is.Zero, "asked to end");
                Assert.That(asked.ExitCode, Is.EqualTo(1), "health of a service that is gone");
                Assert.That(await errors, Is.Empty);
                Assert.That(Files(App), Is.EqualTo(before), "it wrote beside its program");
                Assert.That(Files(Data), Has.Some.EndsWith("dealinsights.db"));
            });
        }
        finally
        {
            if (!service.HasExited)
            {
                service.Kill(entireProcessTree: true);
            }

            await output;
        }
    }

    [TestCase("health", "--url", "nonsense")]
    [TestCase("health", "--unknown", "x")]
    [TestCase("health", "more")]
    public async Task Health_UsedWrongly_Exits2(params string[] arguments)
    {
        using var asked = Start(arguments);
        await asked.WaitForExitAsync().WaitAsync(Patience);

        Assert.That(asked.ExitCode, Is.EqualTo(2));
    }

    [Test]
    public async Task Health_OfSomethingElse_Exits1()
    {
        using var asked = Start("health", "--url", "http://127.0.0.1:1/health/live");
        await asked.WaitForExitAsync().WaitAsync(Patience);

        Assert.That(asked.ExitCode, Is.EqualTo(1));
        Assert.That(await asked.StandardError.ReadToEndAsync(), Does.Contain("does not respond"));
    }

    private static string[] Files(string folder) => [.. Directory.GetFiles(folder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)];

    private async Task UntilHealthyAsync(Process service)
    {
        var started = Stopwatch.StartNew();
        while (true)
        {
            using var asked = Start("health");
            await asked.WaitForExitAsync().WaitAsync(Patience);
            if (asked.ExitCode == 0)
            {
                return;
            }

            Assert.That(service.HasExited, Is.False, "it ended by itself");
            Assert.That(started.Elapsed, Is.LessThan(Patience), "it never became healthy");
        }
    }

    // As ENTRYPOINT, ENV and USER of the Dockerfile say; and without a place for temporary files.
    private Process Start(params string[] arguments)
    {
        string[] command = [Path.Combine(App, "DealInsights.WebApi"), .. arguments];
        if (IsRoot)
        {
            command = ["setpriv", $"--reuid={Nobody}", $"--regid={Nobody}", "--clear-groups", "--", .. command];
        }

        var start = new ProcessStartInfo(command[0], command[1..])
        {
            WorkingDirectory = App,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment.Remove("ASPNETCORE_URLS");
        start.Environment["ASPNETCORE_HTTP_PORTS"] = "";
        start.Environment["PORT"] = _port;
        start.Environment["Embedded__Path"] = Path.Combine(Data, "dealinsights.db");
        start.Environment["Security__ApiKeys"] = "true";
        start.Environment["HOME"] = "/nowhere";
        start.Environment["TMPDIR"] = "/nowhere";

        return Process.Start(start)!;
    }

    private static async Task RunToEndAsync(string command, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(command, arguments) { RedirectStandardOutput = true })!;
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync().WaitAsync(Patience);

        Assert.That(process.ExitCode, Is.Zero, $"{command} {string.Join(' ', arguments)}\n{output}");
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();

        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
