using DealInsights.TestSupport;

namespace DealInsights.ContractTests;

/// <summary>The service over the sample deals.</summary>
internal static class SampleService
{
    public const string Embedded = "embedded";
    public const string Mongo = "mongodb";

    /// <summary>Starts it on a store of its own.</summary>
    /// <param name="store"><see cref="Embedded"/> or <see cref="Mongo"/>.</param>
    /// <param name="settings">Further settings, as on the command line.</param>
    public static async Task<DealInsightsApi> StartAsync(string store = Embedded, params string[] settings)
    {
        var api = await DealInsightsApi.StartAsync(store == Mongo ? TestStore.Mongo() : TestStore.Embedded(), settings);
        foreach (var file in Directory.GetFiles(RepositoryFolder.PathOf("samples"), "*.json"))
        {
            await api.HasAsync(Path.GetFileNameWithoutExtension(file), await File.ReadAllLinesAsync(file));
        }

        return api;
    }
}
