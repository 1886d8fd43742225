using DealInsights.FaultTests.Load;
using DealInsights.FaultTests.Parts;

namespace DealInsights.FaultTests;

/// <summary>
/// What all faults need: deals, a store that holds them, and the right answers. A test of the category <c>Faults</c> runs
/// with <c>./test.sh --faults</c> alone, one of <c>FaultSample</c> with every run.
/// </summary>
[SetUpFixture]
internal sealed class FaultSuite
{
    public const string Full = "Faults";
    public const string Sample = "FaultSample";

    private static DirectoryInfo? _export;
    private static StoreCopy? _store;
    private static Truth? _truth;

    /// <summary>The folder with the deals, as <c>mongoexport</c> writes them.</summary>
    public static string Export => _export!.FullName;

    /// <summary>An embedded store with the deals, to be copied.</summary>
    public static string Store => _store!.File;

    public static Truth Truth => _truth!;

    [OneTimeSetUp]
    public async Task PrepareAsync()
    {
        _export = Directory.CreateTempSubdirectory("dealinsights-");
        var deals = await FaultDeals.WriteAsync(Export);
        _store = await StoreCopy.ImportAsync(Export);
        _truth = await Truth.TakeAsync(deals, Store);
    }

    [OneTimeTearDown]
    public void CleanUp()
    {
        _store?.Dispose();
        _export?.Delete(recursive: true);
    }
}
