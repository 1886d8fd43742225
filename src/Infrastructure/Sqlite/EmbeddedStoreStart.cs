using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace DealInsights.Infrastructure.Sqlite;

/// <summary>Makes the embedded store ready before the server takes requests; a file that cannot be used stops the start.</summary>
internal sealed class EmbeddedStoreStart(
    EmbeddedDatabase database, SampleLoader samples, IOptions<EmbeddedStoreOptions> options) : IHostedService
{
    private static readonly string SamplesFolder = Path.Combine(AppContext.BaseDirectory, "samples");

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await database.PrepareAsync(cancellationToken);
        if (options.Value.LoadSamples)
        {
            await samples.LoadAsync(SamplesFolder, cancellationToken);
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
