using System.Collections.Concurrent;
using DealInsights.TestSupport;
using Microsoft.Playwright;

namespace DealInsights.ContractTests;

/// <summary>Uses the API page in a browser that can reach only the service.</summary>
[TestFixture]
internal sealed class ApiPageTests
{
    private static readonly string[] BrowserArguments =
    [
        "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
        "--disable-component-update", "--disable-sync",
    ];

    private DealInsightsApi _api = null!;
    private IPlaywright _playwright = null!;
    private IBrowser _browser = null!;

    [OneTimeSetUp]
    public async Task SetUp()
    {
        var browser = await Tool.RunAsync(RepositoryFolder.PathOf("tools/chromium.sh"));
        _api = await SampleService.StartAsync();
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(
            new BrowserTypeLaunchOptions { ExecutablePath = browser.Trim(), Args = BrowserArguments });
    }

    [OneTimeTearDown]
    public async Task TearDown()
    {
        if (_browser is not null)
        {
            await _browser.DisposeAsync();
        }

        _playwright?.Dispose();
        if (_api is not null)
        {
            await _api.DisposeAsync();
        }
    }

    [TestCase("v3", "/api/v3/deals/60d52ebe3c76ca9760571cda/concerns", "noDecisionMaker")]
    [TestCase("v2", "/api/hubspot/v2/get-concerns?dealName=Acme%20renewal", "no_decision_maker")]
    public async Task Page_ShowsTheVersionAndMakesACall(string version, string address, string field)
    {
        var elsewhere = new ConcurrentQueue<string>();
        var page = await _browser.NewPageAsync(
            new BrowserNewPageOptions { ViewportSize = new ViewportSize { Width = 1280, Height = 800 } });
        await page.RouteAsync("**", route =>
        {
            if (_api.Client.BaseAddress!.IsBaseOf(new Uri(route.Request.Url)))
            {
                return route.ContinueAsync();
            }

            elsewhere.Enqueue(route.Request.Url);

            return route.AbortAsync();
        });

        await page.GotoAsync($"{_api.Client.BaseAddress}docs");
        if (version == "v2")
        {
            await page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "v3", Exact = true }).ClickAsync();
            await page.GetByText("v2 (HubSpot CRM UI)").ClickAsync();
        }

        await page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Test Request" }).First.ClickAsync();
        var call = await page.RunAndWaitForResponseAsync(
            () => page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Send" }).First.ClickAsync(),
            response => new Uri(response.Url).PathAndQuery.StartsWith("/api/", StringComparison.Ordinal));
        await Assertions.Expect(page.GetByText($"\"{field}\"").First).ToBeVisibleAsync();

        Assert.Multiple(() =>
        {
            Assert.That(new Uri(call.Url).PathAndQuery.Replace('+', ' ').Replace(" ", "%20", StringComparison.Ordinal), Is.EqualTo(address));
            Assert.That(call.Status, Is.EqualTo(200));
            Assert.That(elsewhere, Is.Empty, "The page sends requests to other hosts.");
        });
        if (Recording.IsOn && version == "v3")
        {
            await page.ScreenshotAsync(new PageScreenshotOptions { Path = RepositoryFolder.PathOf("docs/api-page.png") });
        }
    }
}
